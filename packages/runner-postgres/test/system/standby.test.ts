import { type PostgresServer, startPostgres, startStandby } from "@lutra-internal/postgres-server";
import { Pool } from "pg";
import { expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { sqlProgram, sqlTypes, std, unit } from "../support/types.ts";

const input = new Uint8Array();
const read = sqlProgram("select count(*)::int4 from counted", sqlTypes(unit, std("Int32")));
const insert = sqlProgram("insert into counted select 1", sqlTypes(unit, unit));

function poolOf({ host, port, user, database }: PostgresServer): Pool {
  const pool = new Pool({ host, port, user, database, max: 1 });
  pool.on("error", () => {});
  return pool;
}

test("a standby answers programs that read and refuses those that write, until it is promoted", async () => {
  await using primary = await startPostgres();
  const onPrimary = poolOf(primary);
  await onPrimary.query("create table counted (v int4); insert into counted values (1)");
  await using standby = await startStandby(primary);
  const onStandby = poolOf(standby);
  const runner = new PostgresRunner(createPgAdapter(onStandby));
  const [reading, inserting] = [await runner.prepare(read), await runner.prepare(insert)];
  const counted = async (): Promise<number | undefined> =>
    (await runner.execute(reading, input))[0];
  expect(await counted()).toBe(1);
  await onPrimary.query("insert into counted values (2)");
  await expect.poll(counted, { timeout: 30_000 }).toBe(2);
  await expect(runner.execute(inserting, input)).rejects.toMatchObject({
    code: "EXECUTION_ERROR",
    message: "postgres: 25006 cannot execute INSERT in a read-only transaction",
  });
  expect(await runner.getInterface()).toContain("func from_counted()");
  await onPrimary.end();
  await primary.halt("immediate");
  await onStandby.query("select pg_promote()");
  await runner.execute(inserting, input);
  expect(await counted()).toBe(3);
  await onStandby.end();
});
