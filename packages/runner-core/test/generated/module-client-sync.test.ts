import { uint8 } from "@lutra/bin";
import { failure } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { embeddedProgram, ModuleClientSync, portableProgram } from "../../src/generated.ts";
import { ErrorCode, type Program, RunnerError, RunnerSync } from "../../src/index.ts";

const bytecode = embeddedProgram("bytecodeLt", "01".repeat(32), () => "AgQAAAAA");
const echo = portableProgram(uint8, uint8, [bytecode]);
const sql = portableProgram(uint8, uint8, [{ kind: "sqlPostgres", bytes: new Uint8Array() }]);

class ForgetfulRunner extends RunnerSync<{ readonly program: Program }> {
  readonly calls: string[] = [];
  readonly held = new Set<object>();
  releaseFailure: Error | undefined;

  override prepareSync(program: Program): { readonly program: Program } {
    this.calls.push("prepare");
    const handle = { program };
    this.held.add(handle);
    return handle;
  }
  override executeSync(handle: object, input: Uint8Array): Uint8Array {
    this.calls.push("execute");
    if (input[0] === 0xff) throw new Error("division by zero");
    if (input[0] === 0xfe) throw new RunnerError("busy", { code: ErrorCode.EXECUTION_ERROR });
    if (this.held.has(handle)) return input;
    throw new RunnerError("not here", { code: ErrorCode.PROGRAM_NOT_FOUND });
  }
  override releaseSync(handle: object): void {
    this.calls.push("release");
    this.held.delete(handle);
    if (this.releaseFailure !== undefined) throw this.releaseFailure;
  }
  override getExternalsSync(): readonly string[] {
    this.calls.push("externals");
    return ["repr:bytecode-lt"];
  }
}

class TestClient extends ModuleClientSync {
  echo(value: number): number {
    return this.call(echo, value);
  }
  sql(): number {
    return this.call(sql, 1);
  }
}

test("a program is prepared by the first call, used by all, and released in the end", () => {
  const runner = new ForgetfulRunner();
  {
    using client = new TestClient(runner);
    expect(client.echo(1)).toBe(1);
    expect(client.echo(2)).toBe(2);
  }
  expect(runner.calls).toEqual(["externals", "prepare", "execute", "execute", "release"]);
  expect(runner.held.size).toBe(0);
});

test("a program that was lost is prepared again, and other errors are not repeated", async () => {
  const runner = new ForgetfulRunner();
  const client = new TestClient(runner);
  expect(client.echo(1)).toBe(1);
  runner.held.clear();
  runner.calls.length = 0;
  expect(client.echo(2)).toBe(2);
  expect(runner.calls).toEqual(["execute", "release", "prepare", "execute"]);
  expect(await failure(() => client.echo(0xff))).toMatchObject({ message: "division by zero" });
  expect(await failure(() => client.echo(0xfe))).toMatchObject({ message: "busy" });
  expect(runner.calls.slice(4)).toEqual(["execute", "execute"]);
});

test("a runner that executes none of the representations is refused", async () => {
  const client = new TestClient(new ForgetfulRunner());
  expect(await failure(() => client.sql())).toMatchObject({ code: ErrorCode.PREPARE_ERROR });
});

test("after disposal nothing is called, and the first failure of a release is thrown", async () => {
  const runner = new ForgetfulRunner();
  const client = new TestClient(runner);
  client.echo(1);
  runner.releaseFailure = new Error("no");
  expect(await failure(() => client[Symbol.dispose]())).toBe(runner.releaseFailure);
  expect(runner.held.size).toBe(0);
  expect(await failure(() => client.echo(1))).toMatchObject({ code: ErrorCode.CONNECTION_CLOSED });
  client[Symbol.dispose]();
});
