import type { TextRow } from "../adapter.ts";
import type { Execute } from "./isolate.ts";

/**
 * Executes a statement that may fail, in whatever transaction the connection is in: that goes on after an error.
 *
 * @throws the statement's error
 */
export async function attempt(
  execute: Execute,
  sql: string,
  parameters: readonly (string | null)[],
): Promise<readonly TextRow[]> {
  try {
    await execute("SAVEPOINT lutra_attempt", []);
  } catch (error) {
    // There is no transaction that could fail.
    if ((error as { code?: unknown }).code === "25P01") return execute(sql, parameters);
    throw error;
  }
  try {
    return await execute(sql, parameters);
  } catch (error) {
    await execute("ROLLBACK TO SAVEPOINT lutra_attempt", []);
    throw error;
  } finally {
    await execute("RELEASE SAVEPOINT lutra_attempt", []);
  }
}
