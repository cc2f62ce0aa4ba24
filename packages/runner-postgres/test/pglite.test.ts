import { PGlite } from "@electric-sql/pglite";
import { createGate } from "@lutra-internal/testing";
import { usePglite } from "@lutra-internal/testing/pglite";
import { describe, expect, test, vi } from "vitest";
import { PostgresRunner } from "../src/index.ts";
import { createPgliteAdapter } from "../src/pglite.ts";
import { testAdapter } from "./support/adapter.ts";
import type { Engine } from "./support/engine.ts";
import { sqlProgram, sqlTypes, std, unit } from "./support/types.ts";

// One database for all.
const database = usePglite();

const engine = (): Engine => ({
  adapter: createPgliteAdapter(database()),
  execute: (script) => database().exec(script),
});

testAdapter(engine);

const input = new Uint8Array();
const answer = sqlProgram("select 42::int8", sqlTypes(unit, std("Int64")));

describe("transactions and aborts", () => {
  test("a transaction of the caller takes what the runner does with it", async () => {
    await database().exec("create table counted (v int4)");
    const insert = sqlProgram("insert into counted select 1", sqlTypes(unit, unit));
    await database().transaction(async (transaction) => {
      const runner = new PostgresRunner(createPgliteAdapter(database(), { transaction }));
      await runner.execute(await runner.prepare(insert), input);
      await transaction.rollback();
    });
    expect(await engine().adapter.query("select * from counted", [])).toEqual([]);
  });

  test("no statement runs once the transaction of the caller is closed", async () => {
    const adapter = await database().transaction(async (transaction) =>
      createPgliteAdapter(database(), { transaction }),
    );
    const runner = new PostgresRunner(adapter);
    await expect(runner.execute(await runner.prepare(answer), input)).rejects.toMatchObject({
      message: "postgres: the transaction is closed",
    });
  });

  test("what a statement wrote is saved before its call ends, isolated or not", async () => {
    await database().exec("create table saved (v int4)");
    const steps: string[] = [];
    // All statements go through the first two, those of PGlite too.
    const spies = (["execProtocolRaw", "execProtocolStream", "syncToFs"] as const).map((method) => {
      const original = database()[method].bind(database()) as (
        ...rest: unknown[]
      ) => Promise<never>;
      return vi.spyOn(database(), method).mockImplementation((...rest: unknown[]) => {
        steps.push(method);
        return original(...rest);
      });
    });
    for (const isIsolated of [true, false]) {
      steps.length = 0;
      await engine().adapter.query("insert into saved values (1)", [], { isIsolated });
      expect(steps.length).toBeGreaterThan(1);
      expect(steps.at(-1)).toBe("syncToFs");
    }
    for (const spy of spies) spy.mockRestore();
  });

  test("a statement is isolated only if it is said to need that", async () => {
    const transaction = vi.spyOn(database(), "transaction");
    await engine().adapter.query("select 1", []);
    expect(transaction).not.toHaveBeenCalled();
    await engine().adapter.query("select 1", [], { isIsolated: true });
    expect(transaction).toHaveBeenCalledOnce();
    transaction.mockRestore();
  });

  test("a statement waits for a transaction of others to end", async () => {
    await database().exec("create table waited (v int4)");
    const gate = createGate();
    const other = database().transaction(async (transaction) => {
      await transaction.query("insert into waited values (1)");
      await gate.promise;
      await transaction.rollback();
    });
    const counted = engine().adapter.query("select count(*)::text from waited", []);
    gate.open();
    await other;
    expect(await counted).toEqual([["0"]]);
  });

  test("a transaction in place of the database is refused with what to do", async () => {
    await database().transaction(async (transaction) => {
      expect(() => createPgliteAdapter(transaction as unknown as PGlite)).toThrow(
        /pass its database(), and the transaction as option `transaction`/,
      );
    });
  });

  test("an insert of the runner notifies those who listen on the database", async () => {
    const heard: string[] = [];
    const stop = await database().listen("news", (payload) => heard.push(payload));
    await engine().adapter.query("select pg_notify('news', 'here')", []);
    await stop();
    expect(heard).toEqual(["here"]);
  });

  test("an aborted call ends with the reason of the signal, and the next one is right", async () => {
    const runner = new PostgresRunner(engine().adapter);
    const program = await runner.prepare(answer);
    const controller = new AbortController();
    const call = runner.execute(program, input, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
    expect((await runner.execute(program, input))[0]).toBe(42);
  });
});

describe("shutdown", () => {
  const insert = sqlProgram("insert into begun select 1", sqlTypes(unit, unit));

  test("waits for the statement that runs, and begins none that waits", async () => {
    await database().exec("create table begun (v int4)");
    const runner = new PostgresRunner(engine().adapter);
    const program = await runner.prepare(insert);
    const calls = Array.from({ length: 5 }, () => runner.execute(program, input));
    const outcomes = Promise.allSettled(calls);
    await runner.shutdown();
    const [first, ...others] = await outcomes;
    expect(first?.status).toBe("fulfilled");
    for (const other of others) {
      expect(other).toMatchObject({ reason: { code: "CONNECTION_CLOSED" } });
    }
    expect(await engine().adapter.query("select count(*)::text from begun", [])).toEqual([["1"]]);
  });

  test("leaves other runners on the database alone", async () => {
    const runner = new PostgresRunner(engine().adapter);
    const other = new PostgresRunner(engine().adapter);
    const handle = await other.prepare(answer);
    const calls = Array.from({ length: 3 }, () => other.execute(handle, input));
    await runner.shutdown();
    expect((await Promise.all(calls)).map(([byte]) => byte)).toEqual([42, 42, 42]);
  });

  test("an aborted call that waits never begins", async () => {
    const runner = new PostgresRunner(engine().adapter);
    const program = await runner.prepare(insert);
    const before = await engine().adapter.query("select count(*)::text from begun", []);
    const running = runner.execute(await runner.prepare(answer), input);
    const controller = new AbortController();
    const call = runner.execute(program, input, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
    await running;
    expect(await engine().adapter.query("select count(*)::text from begun", [])).toEqual(before);
  });
});

describe("closing", () => {
  test("a runner leaves the database to its owner, unless it is told to close it", async () => {
    const runner = new PostgresRunner(createPgliteAdapter(database()));
    await runner.shutdown();
    expect(database().closed).toBe(false);
  });

  test("a statement that runs meanwhile settles, and so does the closing", async () => {
    const runner = new PostgresRunner(createPgliteAdapter(database(), { closeOnShutdown: true }));
    const program = await runner.prepare(answer);
    const running = runner.execute(program, input);
    const closing = database().close();
    expect((await Promise.allSettled([running, closing])).map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
    ]);
    await expect(runner.execute(program, input)).rejects.toMatchObject({
      code: "CONNECTION_CLOSED",
      message: "postgres: PGlite is closed",
    });
    await runner.shutdown();
  });
});
