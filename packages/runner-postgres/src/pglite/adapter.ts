import { untilAborted } from "../server/abort.ts";
import type { PostgresAdapter, TextRow } from "../adapter.ts";

/** What the adapter needs of a `PGlite`, a `PGliteWorker` or a PGlite `Transaction`. */
export interface PgliteLike {
  query<T>(
    sql: string,
    parameters?: (string | null)[],
    options?: { rowMode?: "array"; parsers?: Record<number, (text: string) => unknown> },
  ): Promise<{ rows: T[] }>;
  close?(): Promise<void>;
  readonly closed?: boolean;
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
 * PGlite executes one statement at a time and cannot end one. An aborted call stops waiting; its statement still takes
 * its turn.
 *
 * @example
 * ```ts
 * import { PGlite } from "@electric-sql/pglite";
 *
 * const runner = new PostgresRunner(createPgliteAdapter(await PGlite.create()));
 * ```
 */
export function createPgliteAdapter(
  database: PgliteLike,
  { closeOnShutdown = false }: PgliteAdapterOptions = {},
): PostgresAdapter {
  const parsers = Object.fromEntries(parsedTypes.map((oid) => [oid, asText]));
  const options = { rowMode: "array", parsers } as const;
  const close = async (): Promise<void> => {
    // PGlite refuses to be closed twice.
    if (database.closed !== true) await database.close?.();
  };
  return {
    query: async (sql, parameters, { signal } = {}) => {
      signal?.throwIfAborted();
      const statement = database.query<TextRow>(sql, [...parameters], options);
      const { rows } = await untilAborted(statement, signal);
      return rows;
    },
    ...(closeOnShutdown && { close }),
  };
}
