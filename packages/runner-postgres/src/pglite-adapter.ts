import type { PostgresAdapter, TextRow } from "./adapter.ts";

/** What the adapter needs of a `PGlite`, a `PGliteWorker` or a PGlite `Transaction`. */
export interface PgliteLike {
  query<T>(
    sql: string,
    parameters?: (string | null)[],
    options?: { rowMode?: "array"; parsers?: Record<number, (text: string) => unknown> },
  ): Promise<{ rows: T[] }>;
  close?(): Promise<void>;
}

/** Options of {@link createPgliteAdapter}. */
export interface PgliteAdapterOptions {
  /** Close the database when the runner is shut down. @default false */
  readonly closeOnShutdown?: boolean;
}

const asText = (text: string): string => text;

/** Types that PGlite reads by itself unless told otherwise. Of others it gives the text. */
const parsedTypes = [16, 17, 20, 21, 23, 25, 26, 114, 700, 701, 1042, 1043, 1082, 1114, 1184, 3802];

/**
 * Lets a runner use a PGlite database, or one transaction of it.
 *
 * PGlite executes one statement at a time, on the thread that it runs in, and cannot end one: an aborted call that waits
 * for its turn is given up, one that runs ends when its statement does.
 *
 * @example
 * ```ts
 * const runner = new PostgresRunner(createPgliteAdapter(await PGlite.create()));
 * ```
 */
export function createPgliteAdapter(
  database: PgliteLike,
  { closeOnShutdown = false }: PgliteAdapterOptions = {},
): PostgresAdapter {
  const parsers = Object.fromEntries(parsedTypes.map((oid) => [oid, asText]));
  const options = { rowMode: "array", parsers } as const;
  return {
    query: async (sql, parameters) => {
      const { rows } = await database.query<TextRow>(sql, [...parameters], options);
      return rows;
    },
    ...(closeOnShutdown && { close: async () => database.close?.() }),
  };
}
