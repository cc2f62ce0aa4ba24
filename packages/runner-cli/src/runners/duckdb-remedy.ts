const missingTable = /^duckdb: Catalog Error: Table with name .* does not exist/;

/** What to do about an error of DuckDB, if its message does not say. */
export function duckDbRemedy(message: string): string | undefined {
  if (!missingTable.test(message)) return undefined;
  return "a runner `duckdb` without a path is a database in memory, which begins empty; `--runner duckdb:PATH` opens a file";
}
