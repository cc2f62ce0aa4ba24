import { uint8 } from "@lutra/bin";
import { expect, test, vi } from "vitest";
import { ErrorCode, programFromBytes, RunnerError, typedProgram } from "../../src/index.ts";
import {
  MessageClient,
  type MessageClientOptions,
  type RemoteProgram,
  type RequestMessage,
  type ResponseMessage,
  Session,
} from "../../src/transport.ts";
import { FakeRunner, programBytes } from "../fake-runner.ts";

/** A client whose requests a test reads and answers. */
class TestClient extends MessageClient {
  readonly sent: RequestMessage[] = [];
  readonly cancelled: number[] = [];
  disconnects = 0;
  onSend: (request: RequestMessage) => ResponseMessage | undefined = () => undefined;

  constructor(options?: MessageClientOptions) {
    super(options);
  }

  answer(response: ResponseMessage): void {
    this.receive(response);
  }

  lose(message = "the line is dead"): RunnerError {
    const error = new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED });
    this.close(error);
    return error;
  }

  get pending(): number {
    return this.pendingCount;
  }

  protected override send(request: RequestMessage): ResponseMessage | undefined {
    const response = this.onSend(request);
    this.sent.push(request);
    return response;
  }

  protected override cancel(id: number): void {
    this.cancelled.push(id);
  }

  protected override async disconnect(): Promise<void> {
    this.disconnects++;
  }
}

const program = programFromBytes(programBytes());
const typed = typedProgram(program, uint8, uint8);

async function prepared(client: TestClient): Promise<RemoteProgram> {
  const handle = client.prepare(program);
  const request = client.sent.at(-1)!;
  client.answer({ kind: "prepare", id: request.id });
  return handle;
}

/** Returns a client whose requests a session answers. */
function served(runner: FakeRunner): TestClient {
  const client = new TestClient();
  const session = new Session(runner);
  client.onSend = (request) => {
    void session.dispatch(request).then((response) => client.answer(response));
    return undefined;
  };
  return client;
}

test("calls reach a session and come back", async () => {
  const runner = new FakeRunner();
  const client = served(runner);
  const handle = await client.prepare(program);
  expect(await client.execute(handle, new Uint8Array([1, 2]))).toEqual(new Uint8Array([2, 1]));
  await client.release(handle);
  expect(runner.held.size).toBe(0);
  expect(await client.getInterface()).toBe("func f(): Int64");
  expect(await client.getExternals()).toEqual(["repr:bytecode-lt"]);
});

test("run sends prepare, execute and release together", async () => {
  const client = new TestClient();
  const result = client.run(typed, 1);
  expect(client.sent.map(({ kind, id }) => [kind, id])).toEqual([
    ["prepare", 0],
    ["execute", 1],
    ["release", 2],
  ]);
  client.answer({ kind: "release", id: 2 });
  client.answer({ kind: "execute", id: 1, output: new Uint8Array([9]) });
  client.answer({ kind: "prepare", id: 0 });
  expect(await result).toBe(9);
});

test.each([
  [programBytes(true), 1, "no such table"],
  [programBytes(), 0xff, "division by zero"],
])("the first error of a run wins, and its program is released", async (bytes, input, message) => {
  const runner = new FakeRunner();
  const client = served(runner);
  const refused = typedProgram(programFromBytes(bytes), uint8, uint8);
  await expect(client.run(refused, input)).rejects.toThrow(message);
  await vi.waitFor(() => expect(runner.held.size).toBe(0));
  expect(client.pending).toBe(0);
});

test("responses find their calls in any order", async () => {
  const client = new TestClient();
  const handle = await prepared(client);
  const calls = [1, 2, 3].map((byte) => client.execute(handle, new Uint8Array([byte])));
  const requests = client.sent.slice(1).toReversed();
  for (const request of requests) {
    if (request.kind !== "execute") throw new Error(request.kind);
    client.answer({ kind: "execute", id: request.id, output: request.input });
  }
  expect(await Promise.all(calls)).toEqual([1, 2, 3].map((byte) => new Uint8Array([byte])));
});

test("an error response rejects with its text and its code", async () => {
  const client = new TestClient();
  const call = client.getExternals();
  client.answer({
    kind: "error",
    id: 0,
    request: "getExternals",
    error: { display: "none", code: "OWN_CODE" },
  });
  await expect(call).rejects.toMatchObject({
    name: "RunnerError",
    message: "none",
    code: "OWN_CODE",
  });
});

test.each([
  { kind: "prepare", id: 0 },
  { kind: "error", id: 0, request: "execute", error: { display: "x", code: undefined } },
] as const)("a response of another kind is a protocol error of that call", async (response) => {
  const client = new TestClient();
  const call = client.getExternals();
  client.answer(response);
  await expect(call).rejects.toMatchObject({ code: ErrorCode.PROTOCOL_ERROR });
  expect(client.pending).toBe(0);
});

test("a response to nothing is dropped", async () => {
  const client = new TestClient();
  const call = client.getInterface();
  client.answer({ kind: "getInterface", id: 99, source: "other" });
  client.answer({ kind: "getInterface", id: 0, source: "mine" });
  client.answer({ kind: "getInterface", id: 0, source: "again" });
  expect(await call).toBe("mine");
});

test("request ids wrap after 2^32 - 1 and skip those in flight", async () => {
  const client = new TestClient({ firstRequestId: 2 ** 32 - 2 });
  for (let i = 0; i < 3; i++) client.getInterface().catch(() => {});
  expect(client.sent.map(({ id }) => id)).toEqual([2 ** 32 - 2, 2 ** 32 - 1, 0]);

  const again = new TestClient({ firstRequestId: 2 ** 32 - 1 });
  const ids = new Set<number>();
  const first = again.getInterface();
  again.answer({ kind: "getInterface", id: 2 ** 32 - 1, source: "" });
  await first;
  for (let i = 0; i < 5; i++) again.getInterface().catch(() => {});
  for (const { id } of again.sent) ids.add(id);
  expect([...ids]).toEqual([2 ** 32 - 1, 0, 1, 2, 3, 4]);
});

test("an id is not used again while its request is outstanding, also after an abort", async () => {
  const client = new TestClient({ firstRequestId: 2 ** 32 - 1 });
  const handle = await prepared(client);
  const controller = new AbortController();
  const aborted = client.execute(handle, new Uint8Array(), { signal: controller.signal });
  const abandonedId = client.sent.at(-1)!.id;
  expect(abandonedId).toBe(0);
  controller.abort();
  await expect(aborted).rejects.toBe(controller.signal.reason);

  const rival = new TestClient({ firstRequestId: 0 });
  rival.getInterface().catch(() => {});
  expect(client.pending).toBe(1);
  client.answer({ kind: "execute", id: abandonedId, output: new Uint8Array() });
  expect(client.pending).toBe(0);
});

test.each([-1, 2 ** 32, 0.5, Number.NaN])("a first request id of %d is refused", (first) => {
  expect(() => new TestClient({ firstRequestId: first })).toThrow(RangeError);
});

test("a signal that is aborted already sends nothing", async () => {
  const client = new TestClient();
  const reason = new Error("before");
  const options = { signal: AbortSignal.abort(reason) };
  const handle = await prepared(client);
  const sent = client.sent.length;
  await expect(client.prepare(program, options)).rejects.toBe(reason);
  await expect(client.execute(handle, new Uint8Array(), options)).rejects.toBe(reason);
  await expect(client.run(typed, 1, options)).rejects.toBe(reason);
  expect(client.sent).toHaveLength(sent);
});

test("an abort rejects at once with the reason, tells the transport, and drops the response", async () => {
  const client = new TestClient();
  const handle = await prepared(client);
  const controller = new AbortController();
  const call = client.execute(handle, new Uint8Array(), { signal: controller.signal });
  const other = client.execute(handle, new Uint8Array());
  controller.abort("enough");
  await expect(call).rejects.toBe("enough");
  expect(client.cancelled).toEqual([1]);
  client.answer({ kind: "execute", id: 1, output: new Uint8Array([1]) });
  client.answer({ kind: "execute", id: 2, output: new Uint8Array([2]) });
  expect(await other).toEqual(new Uint8Array([2]));
});

test("an answered call lets go of its signal", async () => {
  const client = new TestClient();
  const handle = await prepared(client);
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, "addEventListener");
  const removed = vi.spyOn(signal, "removeEventListener");
  const call = client.execute(handle, new Uint8Array(), { signal });
  client.answer({ kind: "execute", id: 1, output: new Uint8Array() });
  await call;
  expect(added).toHaveBeenCalledTimes(1);
  expect(removed).toHaveBeenCalledWith("abort", added.mock.calls[0]?.[1]);
});

test("a program whose prepare was aborted is released", async () => {
  const runner = new FakeRunner();
  const client = served(runner);
  const controller = new AbortController();
  const call = client.prepare(program, { signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toBe(controller.signal.reason);
  await vi.waitFor(() => expect(client.pending).toBe(0));
  expect(runner.calls).toEqual(["prepare p0", "release p0"]);
});

test("an aborted run releases its program", async () => {
  const runner = new FakeRunner();
  const client = served(runner);
  const controller = new AbortController();
  const call = client.run(typed, 1, { signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toBe(controller.signal.reason);
  await vi.waitFor(() => expect(client.pending).toBe(0));
  expect(runner.calls).toEqual(["prepare p0", "execute p0", "release p0"]);
});

test("the end of the connection settles every call with its error", async () => {
  const client = new TestClient();
  const handle = await prepared(client);
  const calls = [
    client.prepare(program),
    client.execute(handle, new Uint8Array()),
    client.release(handle),
    client.getInterface(),
    client.getExternals(),
    client.run(typed, 1),
  ];
  const error = client.lose();
  client.lose("later errors do not count");
  for (const call of calls) await expect(call).rejects.toBe(error);
  await expect(client.execute(handle, new Uint8Array())).rejects.toBe(error);
  await expect(client.prepare(program)).rejects.toBe(error);
  await expect(client.getInterface()).rejects.toBe(error);
  expect(client.pending).toBe(0);
});

test("a request that cannot be sent rejects its own call only", async () => {
  const client = new TestClient();
  const handle = await prepared(client);
  const refusal = new RunnerError("too large", { code: ErrorCode.FRAME_TOO_LARGE });
  client.onSend = () => {
    throw refusal;
  };
  const { signal } = new AbortController();
  await expect(client.execute(handle, new Uint8Array(), { signal })).rejects.toBe(refusal);
  client.onSend = () => undefined;
  expect(client.pending).toBe(0);
  const call = client.execute(handle, new Uint8Array());
  client.answer({ kind: "execute", id: client.sent.at(-1)!.id, output: new Uint8Array([1]) });
  expect(await call).toEqual(new Uint8Array([1]));
});

test("handles of released programs and of other clients are not sent", async () => {
  const client = new TestClient();
  const foreign = await prepared(new TestClient());
  const handle = await prepared(client);
  const released = client.release(handle);
  client.answer({ kind: "release", id: client.sent.at(-1)!.id });
  await released;
  const sent = client.sent.length;
  for (const stale of [handle, foreign]) {
    await expect(client.execute(stale, new Uint8Array())).rejects.toMatchObject({
      message: `Program ${stale.programId} not prepared`,
      code: ErrorCode.PROGRAM_NOT_FOUND,
    });
    await client.release(stale);
  }
  expect(client.sent).toHaveLength(sent);
});

test("requests that the protocol does not answer settle with the transport's response", async () => {
  const client = new TestClient();
  client.onSend = ({ kind, id }) =>
    kind === "prepare" || kind === "release" ? { kind, id } : undefined;
  const handle = await client.prepare(program);
  await client.release(handle);
  expect(client.pending).toBe(0);
});

test("shutdown rejects what is pending and disconnects once", async () => {
  const client = new TestClient();
  const call = client.getInterface();
  await Promise.all([client.shutdown(), client.shutdown(), client[Symbol.asyncDispose]()]);
  await expect(call).rejects.toMatchObject({ code: ErrorCode.CONNECTION_CLOSED });
  await expect(client.getExternals()).rejects.toMatchObject({ code: ErrorCode.CONNECTION_CLOSED });
  expect(client.disconnects).toBe(1);
});

test("the first program of a connection has the id 0, the next ones follow", () => {
  const client = new TestClient();
  for (let i = 0; i < 3; i++) void client.prepare(program);
  expect(client.sent).toMatchObject([{ programId: 0 }, { programId: 1 }, { programId: 2 }]);
});
