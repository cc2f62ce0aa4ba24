import type { TextRow } from "@lutra/runner-postgres";
import { detailsOf, type PgClientLike, type PgQuery } from "./pg-driver.ts";
import { StatementNames } from "./statement-names.ts";

const asText = (text: string): string => text;
const types = { getTypeParser: () => asText };

/** Executes statements on clients, prepared as far as they may be. */
export class PgStatements {
  private readonly names: StatementNames;

  /** @param maxPrepared statements that one connection keeps prepared */
  constructor(maxPrepared: number) {
    this.names = new StatementNames(maxPrepared);
  }

  /** @throws the driver's error */
  execute(
    client: PgClientLike,
    sql: string,
    parameters: readonly (string | null)[],
  ): Promise<readonly TextRow[]> {
    const wasIdle = isIdle(client);
    return client.query(this.queryOf(client, sql, parameters)).then(rowsOf, (error: unknown) => {
      if (!isStaleStatement(error)) throw error;
      this.names.forget(client, sql);
      // Only where nothing else can have been lost with the statement.
      if (!wasIdle || !isIdle(client)) throw error;
      return client.query(this.queryOf(client, sql, parameters)).then(rowsOf);
    });
  }

  private queryOf(
    client: PgClientLike,
    sql: string,
    parameters: readonly (string | null)[],
  ): PgQuery {
    const values = [...parameters];
    const query = { text: sql, values, rowMode: "array", queryMode: "extended", types } as const;
    const name = this.names.nameOf(client, sql);
    return name === undefined ? query : { ...query, name };
  }
}

function rowsOf({ rows }: { rows: unknown[] }): readonly TextRow[] {
  return rows as readonly TextRow[];
}

/** Whether a client is surely in no transaction. Drivers that do not tell count as being in one. */
function isIdle(client: PgClientLike): boolean {
  return detailsOf(client).getTransactionStatus?.() === "I";
}

/** Whether the server no longer has a prepared statement, or cannot use its plan after a change of tables. */
function isStaleStatement(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown };
  return code === "26000" || (code === "0A000" && routine === "RevalidateCachedQuery");
}
