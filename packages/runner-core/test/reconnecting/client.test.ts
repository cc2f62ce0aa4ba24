import { program } from "@lutra-internal/testing/programs";
import { uint8 } from "@lutra/bin";
import { createGate, createRandom, failure, type Random } from "@lutra-internal/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LostCallError, RunnerError, typedProgram } from "../../src/index.ts";
import { reconnecting, type ReconnectingClient } from "../../src/reconnecting.ts";
import { FaultyServer, type Fate } from "./faulty-server.ts";

const closed = "CONNECTION_CLOSED";
const input = new Uint8Array([1]);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lets pauses pass at once until work has settled. */
async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  let result: PromiseSettledResult<T> | undefined;
  void Promise.allSettled([work]).then(([only]) => (result = only));
  while (result === undefined) await vi.advanceTimersByTimeAsync(1000);
  return result;
}

async function value<T>(work: Promise<T>): Promise<T> {
  const result = await settled(work);
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

async function error(work: Promise<unknown>): Promise<unknown> {
  const result = await settled(work);
  return result.status === "rejected" ? result.reason : "no error";
}

/** Loses the n-th request of a name, then no other. */
function loseOnce(server: FaultyServer, request: string, fate: Fate): void {
  server.fate = (name) => {
    if (name !== request) return "ok";
    server.fate = () => "ok";
    return fate;
  };
}

describe.each([
  ["says that it has ended", false],
  ["does not say that it has ended", true],
])("a connection that %s", (_, isSilent) => {
  let server: FaultyServer;
  let client: ReconnectingClient;
  beforeEach(() => {
    server = new FaultyServer();
    server.isSilent = isSilent;
    client = reconnecting(server.connect);
  });

  test.each(["lost before", "lost after"] as const)(
    "prepares again if the request is %s",
    async (fate) => {
      loseOnce(server, "prepare", fate);
      const prepared = await value(client.prepare(program));
      expect(await value(client.execute(prepared, input))).toEqual(input);
      expect([server.connects, server.open]).toEqual([2, 1]);
    },
  );

  test("prepares on a new connection what was prepared on a lost one, when it is called", async () => {
    const prepared = await value(client.prepare(program));
    const unused = await value(client.prepare(program));
    loseOnce(server, "getInterface", "lost after");
    expect(await value(client.getInterface())).toBe("func f(): Int64");
    expect(await value(client.execute(prepared, input))).toEqual(input);
    expect(server.prepared.length).toBe(3);
    await value(client.release(unused));
    expect(await error(client.execute(unused, input))).toMatchObject({
      code: "PROGRAM_NOT_FOUND",
    });
  });

  test.each([
    ["lost before", []],
    ["lost after", [1]],
  ] as const)("never repeats an execute that is %s", async (fate, executed) => {
    const prepared = await value(client.prepare(program));
    loseOnce(server, "execute", fate);
    const lost = await error(client.execute(prepared, input));
    expect(lost).toBeInstanceOf(LostCallError);
    expect(lost).toMatchObject({ code: closed, mayHaveRun: true });
    expect((lost as Error).message).toContain("the program may have run");
    expect(server.executed).toEqual(executed);
    expect(await value(client.execute(prepared, new Uint8Array([2])))).toEqual(new Uint8Array([2]));
  });

  test.each(["call", "handle"])("repeats an execute whose %s is idempotent", async (what) => {
    const prepared = await value(client.prepare(program, { idempotent: what === "handle" }));
    loseOnce(server, "execute", "lost after");
    const options = what === "call" ? { idempotent: true } : {};
    expect(await value(client.execute(prepared, input, options))).toEqual(input);
    expect(server.executed).toEqual([1, 1]);
  });

  test("does not repeat a call that says that it is not idempotent, of a handle that is", async () => {
    const prepared = await value(client.prepare(program, { idempotent: true }));
    loseOnce(server, "execute", "lost after");
    const call = client.execute(prepared, input, { idempotent: false });
    expect(await error(call)).toMatchObject({ mayHaveRun: true });
  });

  test("repeats a whole run only if it is idempotent", async () => {
    const typed = typedProgram(program, uint8, uint8);
    loseOnce(server, "run", "lost after");
    expect(await error(client.run(typed, 7))).toMatchObject({ code: closed, mayHaveRun: true });
    loseOnce(server, "run", "lost after");
    expect(await value(client.run(typed, 8, { idempotent: true }))).toBe(8);
    expect(server.executed).toEqual([7, 8, 8]);
  });

  test("releases a program on the server, once", async () => {
    const prepared = await value(client.prepare(program));
    const requests: string[] = [];
    server.fate = (name) => {
      requests.push(name);
      return "ok";
    };
    await value(client.release(prepared));
    expect(requests).toEqual(["release"]);
    await value(client.release(prepared));
    expect(requests).toEqual(["release"]);
  });

  test.each(["lost before", "lost after"] as const)(
    "counts a release as done that is %s",
    async (fate) => {
      const prepared = await value(client.prepare(program));
      loseOnce(server, "release", fate);
      await value(client.release(prepared));
      await value(client.release(prepared));
      expect(await value(client.getExternals())).toEqual(["repr:bytecode-lt"]);
    },
  );

  test("passes on what a release fails with, and keeps the connection", async () => {
    const prepared = await value(client.prepare(program));
    const full = new RunnerError("disk full", { code: "EXECUTION_ERROR" });
    server.releaseFailure = full;
    expect(await error(client.release(prepared))).toBe(full);
    expect([server.connects, server.open]).toEqual([1, 1]);
  });

  test.each(["prepare", "execute", "run", "getInterface"])(
    "repeats a %s that a server does not start because it is about to end",
    async (request) => {
      const prepared = await value(client.prepare(program));
      loseOnce(server, request, "ending");
      const calls: Readonly<Record<string, () => Promise<unknown>>> = {
        prepare: () => client.prepare(program),
        execute: () => client.execute(prepared, input),
        run: () => client.run(typedProgram(program, uint8, uint8), 1),
        getInterface: () => client.getInterface(),
      };
      await value(calls[request]!());
      expect(server.executed).toEqual(request === "execute" || request === "run" ? [1] : []);
      expect([server.connects, server.open]).toEqual([2, 1]);
    },
  );

  test("keeps the connection to a server that is about to end until its calls are answered", async () => {
    const prepared = await value(client.prepare(program));
    const gate = createGate();
    server.gate = gate.promise;
    const begun = client.execute(prepared, input);
    await vi.advanceTimersByTimeAsync(1);
    server.gate = undefined;
    loseOnce(server, "execute", "ending");
    expect(await value(client.execute(prepared, new Uint8Array([2])))).toEqual(new Uint8Array([2]));
    expect([server.connects, server.open]).toEqual([2, 2]);
    gate.open();
    expect(await value(begun)).toEqual(input);
    await vi.advanceTimersByTimeAsync(1);
    expect([server.connects, server.open]).toEqual([2, 1]);
  });

  test("ends calls on such a connection too when it is shut down", async () => {
    const prepared = await value(client.prepare(program));
    server.gate = createGate().promise;
    const begun = failure(client.execute(prepared, input));
    await vi.advanceTimersByTimeAsync(1);
    loseOnce(server, "getInterface", "ending");
    await value(client.getInterface());
    expect(server.open).toBe(2);
    await value(client.shutdown());
    expect(await begun).toMatchObject({ code: closed });
    expect(server.open).toBe(0);
  });

  test("says that a call did not run which no server starts", async () => {
    const prepared = await value(client.prepare(program));
    server.fate = (name) => (name === "execute" ? "ending" : "ok");
    const lost = await error(client.execute(prepared, input));
    expect(lost).toBeInstanceOf(LostCallError);
    expect(lost).toMatchObject({ code: "SERVER_ENDING", mayHaveRun: false });
    expect([server.connects, server.open]).toEqual([6, 1]);
  });

  test("passes on what a program fails with, and keeps the connection", async () => {
    const prepared = await value(client.prepare(program));
    expect(await error(client.execute(prepared, new Uint8Array([0xff])))).toMatchObject({
      code: "EXECUTION_ERROR",
      message: "boom",
    });
    expect(server.connects).toBe(1);
  });

  test("shares one attempt to connect between all callers", async () => {
    server.fate = (name) => (name === "connect" && server.connects < 3 ? "lost before" : "ok");
    const handles = await value(
      Promise.all(Array.from({ length: 20 }, () => client.prepare(program))),
    );
    expect(server.connects).toBe(3);
    loseOnce(server, "getInterface", "lost before");
    await value(client.getInterface());
    await value(Promise.all(handles.map((handle) => client.execute(handle, input))));
    expect([server.connects, server.open]).toEqual([4, 1]);
  });

  test("gives up after its retries, says that nothing ran, and connects for the next call", async () => {
    client = reconnecting(server.connect, { maxRetries: 2 });
    server.fate = () => "lost before";
    const calls = [failure(client.prepare(program)), failure(client.getInterface())];
    for (const call of calls) {
      const lost = await value(call);
      expect(lost).toBeInstanceOf(LostCallError);
      expect(lost).toMatchObject({ code: closed, mayHaveRun: false });
    }
    expect(server.connects).toBe(3);
    server.fate = () => "ok";
    expect(await value(client.getInterface())).toBe("func f(): Int64");
  });

  test("gives up a server that ends every connection at its first request", async () => {
    client = reconnecting(server.connect, { maxRetries: 3 });
    server.fate = (name) => (name === "connect" ? "ok" : "lost before");
    expect(await error(client.prepare(program))).toMatchObject({ mayHaveRun: false });
    expect([server.connects, server.open]).toEqual([4, 0]);
  });

  test("holds to its rules whatever is lost, and when", async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const server = await checkRandomCalls(seed, isSilent);
      expect(server.open).toBe(0);
    }
  });
});

/** Makes random calls, several at a time, on connections that are lost at random, and compares with what was executed. */
async function checkRandomCalls(seed: number, isSilent: boolean): Promise<FaultyServer> {
  const random = createRandom(seed);
  const server = new FaultyServer();
  server.isSilent = isSilent;
  const loss = 2 + random.below(12);
  server.fate = () =>
    random.oneIn(loss) ? random.pick(["lost before", "lost after", "ending"]) : "ok";
  const client = reconnecting(server.connect, { maxRetries: random.below(4) });
  const callers = Array.from({ length: 1 + random.below(4) }, (_, caller) =>
    randomCaller(client, server, random, caller),
  );
  await value(Promise.all(callers));
  server.fate = () => "ok";
  expect(await value(client.getExternals())).toEqual(["repr:bytecode-lt"]);
  expect(server.open).toBe(1);
  await value(client.shutdown());
  return server;
}

async function randomCaller(
  client: ReconnectingClient,
  server: FaultyServer,
  random: Random,
  caller: number,
): Promise<void> {
  for (let n = 0; n < 6; n++) {
    const id = caller * 6 + n;
    const isIdempotent = random.oneIn(3);
    let isPrepared = false;
    try {
      const prepared = await client.prepare(program, { idempotent: isIdempotent });
      isPrepared = true;
      expect(await client.execute(prepared, new Uint8Array([id]))).toEqual(new Uint8Array([id]));
      await client.release(prepared);
      expect(server.executed).toContain(id);
    } catch (thrown) {
      if (!(thrown instanceof LostCallError)) throw thrown;
      if (!isPrepared || !thrown.mayHaveRun) expect(server.executed).not.toContain(id);
    }
    const runs = server.executed.filter((each) => each === id).length;
    if (!isIdempotent) expect(runs).toBeLessThan(2);
  }
}

describe("a client", () => {
  const hanging = (): [FaultyServer, ReconnectingClient, () => void] => {
    const server = new FaultyServer();
    const gate = createGate();
    const connect = async (): ReturnType<FaultyServer["connect"]> => {
      await gate.promise;
      return await server.connect();
    };
    return [server, reconnecting(connect), () => gate.open()];
  };

  test("lets a caller go who aborts, and connects for the others", async () => {
    const [server, client, open] = hanging();
    const abort = new AbortController();
    const gone = failure(client.prepare(program, { signal: abort.signal }));
    const stays = client.prepare(program);
    abort.abort("enough");
    expect(await value(gone)).toBe("enough");
    open();
    expect(await value(client.execute(await value(stays), input))).toEqual(input);
    expect(server.connects).toBe(1);
  });

  test("forgets attempts to connect for which no one waits any more", async () => {
    const server = new FaultyServer();
    server.fate = () => "lost before";
    const client = reconnecting(server.connect, { maxRetries: 0 });
    const abort = new AbortController();
    const prepared = failure(client.prepare(program, { signal: abort.signal }));
    abort.abort("enough");
    expect(await value(prepared)).toBe("enough");
    await vi.advanceTimersByTimeAsync(1000);
    server.fate = () => "ok";
    expect(await value(client.getExternals())).toEqual(["repr:bytecode-lt"]);
  });

  test("ends calls that wait for a connection when it is shut down, and the connection that comes late", async () => {
    const [server, client, open] = hanging();
    const call = failure(client.getInterface());
    await value(client.shutdown());
    expect(await value(call)).toMatchObject({ code: closed, message: "the client was shut down" });
    open();
    await vi.advanceTimersByTimeAsync(1000);
    expect([server.connects, server.open]).toEqual([1, 0]);
    for (const late of [() => client.getInterface(), () => client.prepare(program)]) {
      expect(await error(late())).toMatchObject({ code: closed });
    }
    await value(client.shutdown());
  });

  test.each([
    ["shut down", (client: ReconnectingClient) => client.shutdown(), { code: closed }],
    ["aborted", async (_: unknown, abort: AbortController) => abort.abort({ why: 1 }), { why: 1 }],
  ] as const)("ends calls that wait to be repeated when it is %s", async (_, end, reason) => {
    const server = new FaultyServer();
    const client = reconnecting(server.connect);
    const abort = new AbortController();
    const prepared = await value(client.prepare(program));
    server.fate = (name) => (name === "execute" ? "lost before" : "ok");
    const options = { idempotent: true, signal: abort.signal };
    const call = failure(client.execute(prepared, input, options));
    await vi.advanceTimersByTimeAsync(10);
    await value(end(client, abort));
    expect(await value(call)).toMatchObject(reason);
  });

  test("tells the attempts to connect that it was shut down", async () => {
    let signal: AbortSignal | undefined;
    const client = reconnecting(async (options) => {
      signal = options.signal;
      return await new Promise((_, reject) => {
        options.signal.addEventListener("abort", () => reject(options.signal.reason as Error));
      });
    });
    const call = error(client.getExternals());
    await vi.advanceTimersByTimeAsync(1);
    expect(signal?.aborted).toBe(false);
    await value(client.shutdown());
    expect(await call).toMatchObject({ code: closed });
    expect(signal?.aborted).toBe(true);
  });

  test("does not try again what will not change", async () => {
    let connects = 0;
    const refusal = new RunnerError("who are you?", { code: "ACCESS_DENIED" });
    const client = reconnecting(async () => {
      connects++;
      throw refusal;
    });
    expect(await error(client.prepare(program))).toBe(refusal);
    expect(connects).toBe(1);
  });

  test("connects again five times by default, and waits for longer each time, never for longer than it says", async () => {
    const server = new FaultyServer();
    const at: number[] = [];
    server.fate = () => {
      at.push(Date.now());
      return "lost before";
    };
    const client = reconnecting(server.connect);
    await error(client.getExternals());
    const pauses = at.slice(1).map((time, i) => time - (at[i] as number));
    expect(pauses.length).toBe(5);
    for (const [i, ms] of pauses.entries()) {
      expect(ms).toBeGreaterThanOrEqual(50 * 2 ** i);
      expect(ms).toBeLessThanOrEqual(100 * 2 ** i + 1);
    }
  });

  test.each([-1, 0.5, Number.NaN, Infinity])("refuses maxRetries of %s", (maxRetries) => {
    expect(() => reconnecting(new FaultyServer().connect, { maxRetries })).toThrow(RangeError);
  });
});
