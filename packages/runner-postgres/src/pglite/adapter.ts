import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { createTurns, type Turns } from "@lutra/runner-core/transport";
import type { PostgresAdapter, TextRow } from "../adapter.ts";
import { takeTurn, untilAborted } from "../server/abort.ts";
import { isolate } from "../session/isolate.ts";

/** The part of a `PGlite`, a `PGliteWorker` or a PGlite `Transaction` that the adapter uses. */
export interface PgliteLike {
  query<T>(
    sql: string,
    parameters?: (string | null)[],
    options?: {
      rowMode?: "array";
      parsers?: Record<number, (text: string) => unknown>;
      serializers?: Record<number, (value: unknown) => string>;
    },
  ): Promise<{ rows: T[] }>;
  /** Absent in a transaction. */
  transaction?<T>(work: (transaction: PgliteLike) => Promise<T>): Promise<T>;
  /** Functions that the database reads texts with, by types; those of the owner, and those of arrays, are among them. */
  readonly parsers?: Record<number | string, unknown>;
  close?(): Promise<void>;
  readonly closed?: boolean;
}

/** Options of {@link createPgliteAdapter}. */
export interface PgliteAdapterOptions {
  /** Closes the database when the runner is shut down. @default false */
  readonly closeOnShutdown?: boolean;
}

const asText = (text: string): string => text;

/** Sends every parameter as it is, whatever the owner of the database set for its type. */
const serializers: Record<number, (value: unknown) => string> = new Proxy(
  {},
  {
    get:
      () =>
      (value: unknown): string =>
        value as string,
  },
);

/** Turns on databases and transactions. All adapters of one share them. */
const turnsOnDatabases = /* @__PURE__ */ new WeakMap<PgliteLike, Turns>();

/** Types that PGlite reads by itself unless told otherwise. Of others it gives the text. */
const parsedTypes = [16, 17, 20, 21, 23, 25, 26, 114, 700, 701, 1042, 1043, 1082, 1114, 1184, 3802];

/**
 * Lets a runner use a PGlite database, or one transaction of it.
 *
 * PGlite drops a U+FEFF at the beginning of a string that it reads, so no string may be sent that begins with one.
 *
 * PGlite executes one statement at a time and cannot end one. An aborted call rejects at once: its statement goes on if
 * it runs, and never runs if it waits for another one of a runner. A shutdown waits for the statement that runs.
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
  const parsersOf = textParsers();
  const turns = turnsOnDatabases.get(database) ?? createTurns(1);
  turnsOnDatabases.set(database, turns);
  const close = async (): Promise<void> => {
    // PGlite refuses to be closed twice.
    if (database.closed !== true) await database.close?.();
  };
  const execute = async (
    on: PgliteLike,
    sql: string,
    parameters: readonly (string | null)[],
  ): Promise<readonly TextRow[]> => {
    const options = { rowMode: "array", parsers: parsersOf(database), serializers } as const;
    const { rows } = await on.query<TextRow>(sql, [...parameters], options);
    return rows;
  };
  return {
    query: async (sql, parameters, { signal, shutdown, isIsolated = false } = {}) => {
      signal?.throwIfAborted();
      assertReadable(parameters);
      const turn = takeTurn(turns, { signal, shutdown });
      if (turn !== undefined) await turn;
      // A transaction of the caller is the caller's session.
      const begin = isIsolated ? database.transaction?.bind(database) : undefined;
      const statement =
        begin === undefined
          ? execute(database, sql, parameters)
          : begin((on) => isolate((text, values) => execute(on, text, values), sql, parameters));
      statement.then(turns.end, turns.end);
      return untilAborted(statement, { signal });
    },
    ...(closeOnShutdown && { close }),
  };
}

/** Returns parsers that keep texts as they are, for all types that a database has parsers for. */
function textParsers(): (database: PgliteLike) => Record<number, (text: string) => string> {
  let known: Record<number, (text: string) => string> = {};
  let count = -1;
  return ({ parsers = {} }) => {
    const types = Object.keys(parsers);
    // The database may learn types of arrays later.
    if (types.length !== count) {
      known = Object.fromEntries([...parsedTypes, ...types].map((oid) => [oid, asText]));
      count = types.length;
    }
    return known;
  };
}

/** @throws RunnerError `EXECUTION_ERROR` for a string, or one in an array, that PGlite would not read back as it was */
function assertReadable(parameters: readonly (string | null)[]): void {
  if (!parameters.some((text) => text !== null && /^\ufeff|"\ufeff/.test(text))) return;
  throw new RunnerError(
    "the input cannot be sent: PGlite drops the character U+FEFF at the beginning of a string; remove it first",
    { code: ErrorCode.EXECUTION_ERROR },
  );
}
