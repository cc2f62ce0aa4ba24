import type { TextRow } from "@lutra/runner-postgres";
import { detailsOf, isIdle, type PgClientLike, type PgQuery } from "./driver.ts";
import { StatementNames } from "./statement-names.ts";

const asText = (text: string): string => text;
const types = { getTypeParser: () => asText };

/**
 * A query with little of its own: `pg` copies every own property by its descriptor, which took longer than all that the
 * runner does for a short statement. What never differs is inherited.
 */
class TextQuery implements PgQuery {
  readonly text: string;
  readonly values: (string | null)[];
  readonly name: string | undefined;

  constructor(text: string, values: (string | null)[], name: string | undefined) {
    this.text = text;
    this.values = values;
    this.name = name;
  }

  get rowMode(): "array" {
    return "array";
  }

  get queryMode(): "extended" {
    return "extended";
  }

  get types(): PgQuery["types"] {
    return types;
  }
}

/** Executes statements on clients, prepared as far as they may be. */
export class PgStatements {
  readonly #names: StatementNames;

  /** @param maxPrepared statements that one connection keeps prepared */
  constructor(maxPrepared: number) {
    this.#names = new StatementNames(maxPrepared);
  }

  /** @throws the driver's error */
  execute(
    client: PgClientLike,
    sql: string,
    parameters: readonly (string | null)[],
  ): Promise<readonly TextRow[]> {
    const wasIdle = isIdle(client);
    return client.query(this.#queryOf(client, sql, parameters)).then(rowsOf, (error: unknown) => {
      if (!isStaleStatement(error)) throw error;
      this.#forget(client, sql, (error as { code?: unknown }).code === "26000");
      // Only where nothing else can have been lost with the statement.
      if (!wasIdle || !isIdle(client)) throw error;
      return client.query(this.#queryOf(client, sql, parameters)).then(rowsOf);
    });
  }

  /**
   * Executes a statement that is not prepared.
   *
   * @throws the driver's error
   */
  executeOnce(
    client: PgClientLike,
    sql: string,
    parameters: readonly (string | null)[],
  ): Promise<readonly TextRow[]> {
    return client.query(new TextQuery(sql, [...parameters], undefined)).then(rowsOf);
  }

  #forget(client: PgClientLike, sql: string, isGone: boolean): void {
    const name = this.#names.forget(client, sql, isGone);
    // Otherwise the driver remembers ever more names of a client that deallocates again and again.
    const remembered = detailsOf(client).connection?.parsedStatements;
    if (isGone && name !== undefined && remembered !== undefined) delete remembered[name];
  }

  #queryOf(client: PgClientLike, sql: string, parameters: readonly (string | null)[]): PgQuery {
    return new TextQuery(sql, [...parameters], this.#names.nameOf(client, sql));
  }
}

function rowsOf({ rows }: { rows: unknown[] }): readonly TextRow[] {
  return rows as readonly TextRow[];
}

/** Tells whether the server no longer has a prepared statement, or cannot use its plan after a change of tables. */
function isStaleStatement(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown };
  return code === "26000" || (code === "0A000" && routine === "RevalidateCachedQuery");
}
