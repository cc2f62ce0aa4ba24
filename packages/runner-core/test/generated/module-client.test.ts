import { text, tuple, uint8 } from "@lutra/bin";
import { createGate, failure, runnerFailure, until } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { embeddedProgram, ModuleClient, portableProgram } from "../../src/generated.ts";
import { type CallOptions, ErrorCode, RunnerError } from "../../src/index.ts";
import { ForgetfulRunner } from "./forgetful-runner.ts";

const bytecode = (base64: string) => embeddedProgram("bytecodeLt", "01".repeat(32), () => base64);
const reverse = portableProgram(uint8, uint8, [bytecode("AgQAAAAA")]);
const broken = portableProgram(uint8, uint8, [bytecode("AgQAAAAB")]);
const mistyped = portableProgram(uint8, tuple({ name: text }), [bytecode("AgQAAAAA")]);
const sql = portableProgram(uint8, uint8, [
  embeddedProgram("sqlPostgres", "01".repeat(32), () => "AAQAAAAA"),
]);

class TestClient extends ModuleClient {
  reverse(value: number, options?: CallOptions): Promise<number> {
    return this.call(reverse, value, options);
  }
  broken(): Promise<number> {
    return this.call(broken, 1);
  }
  mistyped(): Promise<unknown> {
    return this.call(mistyped, 1);
  }
  sql(): Promise<number> {
    return this.call(sql, 1);
  }
}

test("a program is prepared by the first call, used by all, and released in the end", async () => {
  const runner = new ForgetfulRunner();
  {
    await using client = new TestClient(runner);
    expect(runner.calls).toEqual([]);
    expect(await client.reverse(1)).toBe(1);
    expect(await client.reverse(2)).toBe(2);
  }
  expect(runner.calls).toEqual([
    "externals",
    "prepare p0",
    "execute p0",
    "execute p0",
    "release p0",
  ]);
});

test("first calls at the same time share the question and the handle", async () => {
  const runner = new ForgetfulRunner();
  const client = new TestClient(runner);
  const values = Array.from({ length: 100 }, (_, i) => i);
  expect(await Promise.all(values.map((value) => client.reverse(value)))).toEqual(values);
  expect(runner.calls.filter((call) => call === "externals")).toHaveLength(1);
  expect(runner.calls.filter((call) => call.startsWith("prepare"))).toEqual(["prepare p0"]);
});

test("a wrong input is refused before anything is asked", async () => {
  const runner = new ForgetfulRunner();
  const client = new TestClient(runner);
  expect(await failure(client.reverse(300))).toBeInstanceOf(RangeError);
  expect(runner.calls).toEqual([]);
});

test("calls of a program that was lost prepare it once, and are repeated once", async () => {
  const runner = new ForgetfulRunner();
  const client = new TestClient(runner);
  await client.reverse(1);
  runner.forget();
  runner.calls.length = 0;
  const values = Array.from({ length: 10 }, (_, i) => i);
  expect(await Promise.all(values.map((value) => client.reverse(value)))).toEqual(values);
  expect(runner.calls.filter((call) => call.startsWith("prepare"))).toEqual(["prepare p1"]);
  expect(runner.calls.filter((call) => call.startsWith("miss"))).toHaveLength(10);
  expect(runner.calls.filter((call) => call.startsWith("release"))).toEqual(["release p0"]);
  runner.isHopeless = true;
  runner.calls.length = 0;
  expect(await runnerFailure(client.reverse(1))).toMatchObject({
    code: ErrorCode.PROGRAM_NOT_FOUND,
  });
  expect(runner.calls.filter((call) => call.startsWith("miss"))).toEqual(["miss p1", "miss p2"]);
});

test("other errors are not repeated", async () => {
  const runner = new ForgetfulRunner();
  const client = new TestClient(runner);
  expect(await failure(client.reverse(0xff))).toMatchObject({ message: "division by zero" });
  expect(runner.calls).toEqual(["externals", "prepare p0", "execute p0"]);
  runner.executeFailure = new RunnerError("no such row", { code: "MY_CODE" });
  expect(await failure(client.reverse(1))).toBe(runner.executeFailure);
  expect(runner.calls).toEqual(["externals", "prepare p0", "execute p0", "execute p0"]);
});

test("what failed is asked and prepared again by the next call", async () => {
  const runner = new ForgetfulRunner();
  const client = new TestClient(runner);
  runner.externalsFailure = new Error("offline");
  const errors = await Promise.all([failure(client.reverse(1)), failure(client.broken())]);
  for (const error of errors) expect(error).toBe(runner.externalsFailure);
  runner.externalsFailure = undefined;
  expect(await client.reverse(1)).toBe(1);
  for (const handle of ["p1", "p2"]) {
    expect(await failure(client.broken())).toBe(runner.prepareFailure);
    expect(runner.calls.at(-1)).toBe(`prepare ${handle}`);
  }
  await client[Symbol.asyncDispose]();
  expect(runner.held.size).toBe(0);
});

test("a runner that executes none of the representations is refused by name", async () => {
  const client = new TestClient(new ForgetfulRunner());
  expect(await runnerFailure(client.sql())).toMatchObject({
    code: ErrorCode.PREPARE_ERROR,
    message:
      "the runner executes bytecode-lt programs, and this function is there for sql-pg: compile it for bytecode-lt too",
  });
});

test("an abort ends the wait of its caller only", async () => {
  const runner = new ForgetfulRunner();
  const gate = createGate();
  const prepare = runner.prepare.bind(runner);
  runner.prepare = async (program) => {
    await gate.promise;
    return prepare(program);
  };
  const client = new TestClient(runner);
  const controller = new AbortController();
  const aborted = failure(client.reverse(1, { signal: controller.signal }));
  const other = client.reverse(2);
  controller.abort("enough");
  expect(await aborted).toBe("enough");
  gate.open();
  expect(await other).toBe(2);
  expect(await failure(client.reverse(1, { signal: controller.signal }))).toBe("enough");
  runner.holdExecutes = true;
  const late = new AbortController();
  const executing = failure(client.reverse(3, { signal: late.signal }));
  await until(() => runner.waiting.length === 1);
  late.abort("too late");
  expect(await executing).toBe("too late");
});

test("disposal releases what is being prepared, and ends calls that have not begun", async () => {
  const runner = new ForgetfulRunner();
  const client = new TestClient(runner);
  runner.holdExecutes = true;
  const begun = client.reverse(1);
  await until(() => runner.waiting.length === 1);
  const other = new TestClient(runner);
  const waiting = runnerFailure(other.reverse(2));
  await other[Symbol.asyncDispose]();
  expect(await waiting).toMatchObject({ code: ErrorCode.CONNECTION_CLOSED });
  await client[Symbol.asyncDispose]();
  expect(runner.held.size).toBe(0);
  expect(await runnerFailure(client.reverse(1))).toMatchObject({
    code: ErrorCode.CONNECTION_CLOSED,
    message: "the client of the module was disposed",
  });
  runner.waiting[0]!.resolve(new Uint8Array([7]));
  expect(await begun).toBe(7);
  await client[Symbol.asyncDispose]();
  expect(runner.calls.filter((call) => call.startsWith("release"))).toHaveLength(
    runner.calls.filter((call) => call.startsWith("prepare")).length,
  );
});

test("disposal releases all programs, and then says which release failed", async () => {
  const runner = new ForgetfulRunner();
  const client = new TestClient(runner);
  await client.reverse(1);
  expect(await failure(client.mistyped())).toMatchObject({
    name: "DecodeError",
    message: expect.stringContaining("the codec may not fit the program") as string,
  });
  runner.releaseFailure = new Error("no");
  expect(await failure(client[Symbol.asyncDispose]())).toBe(runner.releaseFailure);
  expect(runner.held.size).toBe(0);
});
