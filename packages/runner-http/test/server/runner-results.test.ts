import { runnerFailure, transferred } from "@lutra-internal/testing";
import { type Program, Runner, RunnerError } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { createFetchHandler, fetchExchange, HttpClient } from "../../src/index.ts";
import { identity } from "../support/running.ts";

/** A runner whose methods are replaced by those of an author who does not use TypeScript. */
class AuthorsRunner extends Runner<unknown> {
  executions = 0;
  override prepare = async (program: Program): Promise<unknown> => program;
  override async execute(): Promise<Uint8Array> {
    this.executions++;
    return (await this.result()) as Uint8Array;
  }
  result: () => unknown = () => new Uint8Array([1]);
}

function served(): { runner: AuthorsRunner; client: HttpClient } {
  const runner = new AuthorsRunner();
  const handler = createFetchHandler(runner, { allowAnyone: true });
  const exchange = fetchExchange((url, init) => handler(new Request(url, init)));
  return { runner, client: new HttpClient("http://runner.test", { exchange }) };
}

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throwing = (name: string): object =>
  Object.defineProperty(new Error("odd"), name, {
    get() {
      throw new Error("never read me");
    },
  });

const results: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["a string", "abc"],
  ["an ArrayBuffer", new ArrayBuffer(3)],
  ["a DataView", new DataView(new ArrayBuffer(3))],
  ["an array", [1, 2]],
  ["detached bytes", transferred()],
];

describe("what a runner returns", () => {
  test.each(results)("from execute: %s", async (_, result) => {
    const { runner, client } = served();
    const prepared = await client.prepare(identity);
    runner.result = () => result;
    const error = await runnerFailure(client.execute(prepared, new Uint8Array(2)));
    expect(error).toMatchObject({
      code: "EXECUTION_ERROR",
      message: expect.stringMatching(/^the runner's execute/) as string,
    });
    expect(runner.executions).toBe(1);
    runner.result = () => new Uint8Array([7]);
    expect(await client.execute(prepared, new Uint8Array(2))).toEqual(new Uint8Array([7]));
  });

  test("without a promise is taken", async () => {
    const { runner, client } = served();
    const own = {
      prepare: () => 1,
      execute: () => new Uint8Array([5]),
      release: () => undefined,
      getInterface: () => "func f(): Int64",
      getExternals: () => ["a"],
    };
    Object.assign(runner, own);
    const prepared = await client.prepare(identity);
    expect(await client.execute(prepared, new Uint8Array())).toEqual(new Uint8Array([5]));
    expect(await client.getInterface()).toBe("func f(): Int64");
    expect(await client.getExternals()).toEqual(["a"]);
  });

  test("a handle of undefined is a handle", async () => {
    const { runner, client } = served();
    runner.prepare = async () => undefined;
    const prepared = await client.prepare(identity);
    expect(await client.execute(prepared, new Uint8Array())).toEqual(new Uint8Array([1]));
  });

  test.each([undefined, 5, {}])("from getInterface and getExternals: %s", async (result) => {
    const { runner, client } = served();
    Object.assign(runner, { getInterface: () => result, getExternals: () => result });
    for (const call of [client.getInterface(), client.getExternals()]) {
      expect((await runnerFailure(call)).code).toBe("EXECUTION_ERROR");
    }
  });

  test("in shared or resizable memory is copied", async () => {
    const { runner, client } = served();
    const prepared = await client.prepare(identity);
    const shared = new Uint8Array(new SharedArrayBuffer(8), 2, 3).fill(9);
    runner.result = () => shared;
    expect(await client.execute(prepared, new Uint8Array())).toEqual(new Uint8Array([9, 9, 9]));
  });
});

const thrown: readonly (readonly [string, () => unknown])[] = [
  ["undefined", () => undefined],
  ["a string", () => "odd"],
  ["an object without a prototype", () => Object.create(null) as object],
  ["a revoked proxy", revoked],
  ["an error whose message throws", () => throwing("message")],
  ["an error whose name throws", () => throwing("name")],
  ["an error whose cause throws", () => throwing("cause")],
  ["an error whose code throws", () => throwing("code")],
  ["a symbol as message", () => Object.assign(new Error("odd"), { message: Symbol("odd") })],
  ["a code that is no string", () => Object.assign(new RunnerError("odd"), { code: 5 })],
];

describe.each(thrown)("what a runner throws: %s", (_, make) => {
  test("is one error with a code, and the next call works", async () => {
    const { runner, client } = served();
    const prepared = await client.prepare(identity);
    runner.result = () => {
      throw make();
    };
    const error = await runnerFailure(client.execute(prepared, new Uint8Array()));
    expect(error.code).toBe("EXECUTION_ERROR");
    expect(runner.executions).toBe(1);
    const fail = (): never => {
      throw make();
    };
    Object.assign(runner, { getInterface: fail, getExternals: fail });
    expect((await runnerFailure(client.getInterface())).code).toBe("EXECUTION_ERROR");
    expect((await runnerFailure(client.getExternals())).code).toBe("EXECUTION_ERROR");
    runner.result = () => new Uint8Array([7]);
    expect(await client.execute(prepared, new Uint8Array())).toEqual(new Uint8Array([7]));
  });

  test("from prepare, at once or later, is PREPARE_ERROR", async () => {
    for (const isLate of [false, true]) {
      const { runner, client } = served();
      runner.prepare = () => {
        if (isLate) return Promise.reject(make() as Error);
        throw make();
      };
      const prepared = await client.prepare(identity);
      const error = await runnerFailure(client.execute(prepared, new Uint8Array()));
      expect(error.code).toBe("PREPARE_ERROR");
    }
  });
});

test("an error without a code is the server's own: 500, and its text stays there", async () => {
  const runner = new AuthorsRunner();
  runner.getInterface = () => Promise.reject(new Error("a secret"));
  const handler = createFetchHandler(runner, { allowAnyone: true });
  const response = await handler(new Request("http://runner.test/interface"));
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ display: "internal error", code: "EXECUTION_ERROR" });
});

test.each(["MY_OWN_CODE", "PROGRAM_NOT_FOUND", "TIMEOUT", "ACCESS_DENIED", "CONNECTION_CLOSED"])(
  "a runner's own code %s arrives, and its program is not repeated",
  async (code) => {
    const { runner, client } = served();
    const prepared = await client.prepare(identity);
    runner.result = () => {
      throw new RunnerError("of my own", { code });
    };
    const error = await runnerFailure(client.execute(prepared, new Uint8Array()));
    expect(error).toMatchObject({ message: "of my own", code });
    expect(runner.executions).toBe(1);
  },
);
