const missingTable = /^duckdb: Catalog Error: Table with name .* does not exist/;

/** Returns advice on an error of DuckDB, if its message does not say. */
export function duckDbRemedy(message: string): string | undefined {
  if (!missingTable.test(message)) return undefined;
  return "a runner `duckdb` without a path is a database in memory, which begins empty; `--runner duckdb:PATH` opens a file";
}

/** Advice on a file that does not open, by DuckDB's message; the first that fits. */
const openingRemedies: readonly (readonly [RegExp, (path: string) => string])[] = [
  [
    /Could not set lock/,
    (path) =>
      "one process at a time can have the database open, unless all only read; end the other one, or share it: " +
      `\`lutra-runner serve --runner duckdb:${path} --at 127.0.0.1:7373\` and then \`--runner tcp://127.0.0.1:7373\``,
  ],
  [
    /not a valid DuckDB database file|Cannot launch in-memory database/,
    () =>
      "PATH is a database file that DuckDB made, or a folder: programs read Parquet files by naming theirs",
  ],
  [
    /created with a newer version/,
    () => "a newer DuckDB made the file, and reads it: `npm install @duckdb/node-api@latest`",
  ],
  [
    /version number/,
    () => "an older DuckDB made the file: `EXPORT DATABASE` there, `IMPORT DATABASE` here",
  ],
  [
    /Corrupt database|Could not read enough bytes|Serialization Error/,
    () => "the file is damaged or was not copied whole; copy it again, together with its .wal",
  ],
  [/^IO Error/, () => "check that you may read and write the file and its folder"],
];

/** Returns advice on a database file that does not open. @param path as the user named it */
export function openingRemedy(message: string, path: string): string | undefined {
  return openingRemedies.find(([pattern]) => pattern.test(message))?.[1](path);
}
