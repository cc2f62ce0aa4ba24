import {
  type PgBouncer,
  pgBouncerCommand,
  type PostgresServer,
  startPgBouncer,
  startPostgres,
} from "@lutra-internal/postgres-server";
import { showcase } from "@lutra-internal/fixtures";
import { programFromBytes } from "@lutra/runner-core";
import { Pool } from "pg";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresAdapter, PostgresRunner } from "../../src/index.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { sqlProgram, sqlTypes, std, unit } from "../support/types.ts";

let server: PostgresServer;
let pooler: PgBouncer;
let pool: Pool;
let sql: Sql;

const callers = 8;

// Fewer connections than callers, so that statements wander.
describe.runIf(pgBouncerCommand() !== undefined)("behind PgBouncer in transaction mode", () => {
  beforeAll(async () => {
    server = await startPostgres();
    pooler = await startPgBouncer(server, { poolSize: 3 });
    const { host, port } = pooler;
    const config = { host, port, user: server.user, database: server.database, max: callers };
    pool = new Pool(config);
    pool.on("error", () => {});
    sql = postgres(config);
  });

  afterAll(async () => {
    await Promise.all([pool.end(), sql.end()]);
    await pooler[Symbol.asyncDispose]();
    await server.stop();
  });

  const adapters: readonly (readonly [string, (prepare: boolean) => PostgresAdapter])[] = [
    ["pg", (prepare) => createPgAdapter(pool, { prepare, cancelTimeoutMs: 10_000 })],
    ["postgres", (prepare) => createPostgresJsAdapter(sql, { prepare, cancelTimeoutMs: 10_000 })],
  ];

  /** Returns the outcomes of many calls of several programs by several callers. */
  async function outcomes(adapter: PostgresAdapter): Promise<readonly string[]> {
    const runner = new PostgresRunner(adapter);
    const programs = await Promise.all(
      Array.from({ length: 7 }, (_, i) =>
        runner.prepare(sqlProgram(`select $1::int4 + ${i}`, sqlTypes(std("Int32"), std("Int32")))),
      ),
    );
    const call = async (i: number): Promise<string> => {
      try {
        const output = await runner.execute(programs[i % 7]!, Uint8Array.of(i, 0, 0, 0));
        return output[0] === i + (i % 7) ? "right" : "wrong";
      } catch (error) {
        return (error as Error).message.slice(0, 15);
      }
    };
    return Promise.all(Array.from({ length: 200 }, (_, i) => call(i)));
  }

  test("a pool with nothing prepared gives right results, and closes", async () => {
    const { host, port } = pooler;
    const { user, database } = server;
    const example = new Pool({ host, port, user, database, query_timeout: 60_000 });
    const behindPooler = createPgAdapter(example, { prepare: false, closeOnShutdown: true });
    expect(new Set(await outcomes(behindPooler))).toEqual(new Set(["right"]));
    await new PostgresRunner(behindPooler).shutdown();
    expect(example.ended).toBe(true);
  });

  describe.each(adapters)("%s", (_, createAdapter) => {
    test("answers right with nothing prepared", async () => {
      expect(new Set(await outcomes(createAdapter(false)))).toEqual(new Set(["right"]));
    });

    test("with statements prepared, gives a right answer or the error of a server that does not know them", async () => {
      const found = new Set(await outcomes(createAdapter(true)));
      const allowed = [
        "right",
        ...(pooler.followsPrepared ? [] : ["postgres: 42P05", "postgres: 26000"]),
      ];
      expect(allowed).toEqual(expect.arrayContaining([...found]));
    });

    test("cancels through the pooler, and the next statements are right", async () => {
      const runner = new PostgresRunner(createAdapter(false));
      const types = sqlTypes(unit, std("Int32"));
      const slow = await runner.prepare(sqlProgram("select 1 from pg_sleep(30)", types));
      const controller = new AbortController();
      const call = runner.execute(slow, new Uint8Array(), { signal: controller.signal });
      call.catch(() => {});
      const sleeping = "select 1 from pg_stat_activity where query = $1::text and state = 'active'";
      await expect
        .poll(() => createAdapter(false).query(sleeping, ["select 1 from pg_sleep(30)"]))
        .toHaveLength(1);
      controller.abort(new Error("enough"));
      await expect(call).rejects.toThrow("enough");
      expect(new Set(await outcomes(createAdapter(false)))).toEqual(new Set(["right"]));
    });

    test("runs an example, and describes the tables", async () => {
      const runner = new PostgresRunner(createAdapter(false));
      const { sqlPostgres, input, expected } = showcase("movie-search");
      const program = await runner.prepare(programFromBytes(sqlPostgres ?? new Uint8Array()));
      expect(await runner.execute(program, input)).toEqual(expected);
      expect(await runner.getInterface()).toBe("");
    });
  });
});
