import { failure, runnerFailure } from "@lutra-internal/testing";
import { type Program, RunnerError } from "@lutra/runner-core";
import {
  embeddedProgram,
  ModuleClient,
  portableProgram,
  programReference,
} from "@lutra/runner-core/generated";
import { uint8 } from "@lutra/bin";
import { expect, test } from "vitest";
import {
  createFetchHandler,
  type FetchHandler,
  fetchExchange,
  HttpClient,
  sha256,
} from "../../src/index.ts";
import { CountingRunner, identity, variantOf } from "../support/running.ts";

const hash = await sha256(identity.bytes);
const base64 = Buffer.from(identity.bytes).toString("base64");
const embedded = embeddedProgram("bytecodeLt", hash, () => base64);
const reference = programReference("bytecodeLt", hash);
const input = new Uint8Array([1]);

/** A client whose server may be put in place of another one. */
class Replaceable {
  readonly answers: string[] = [];
  handler: FetchHandler;
  readonly client: HttpClient;

  constructor(handler: FetchHandler) {
    this.handler = handler;
    this.client = new HttpClient("http://runner.test", {
      exchange: fetchExchange(async (url, init) => {
        const request = new Request(url, init);
        const response = await this.handler(request);
        this.answers.push(`${request.method} ${response.status}`);
        return response;
      }),
    });
  }
}

test.each([
  ["a program of a generated module", embedded],
  ["a program from a file", identity],
  ["a program from a file whose hash is known", { ...identity, hash }],
])(
  "%s is prepared by the server, so that a first call of its hash succeeds",
  async (_, program) => {
    const runner = new CountingRunner();
    const server = new Replaceable(createFetchHandler(runner, { programs: [program] }));
    const prepared = await server.client.prepare(reference);
    await Promise.all([1, 2, 3].map(() => server.client.execute(prepared, input)));
    expect(server.answers).toEqual(["POST 200", "POST 200", "POST 200"]);
    expect(runner.prepared).toBe(1);
    await server.handler.close();
    expect(runner.released).toBe(1);
  },
);

test("a client that has hashes only goes on when the server is restarted", async () => {
  const makeHandler = (): FetchHandler =>
    createFetchHandler(new ExternalsRunner(), { programs: [embedded] });
  const echo = portableProgram(uint8, uint8, [reference]);
  class EchoClient extends ModuleClient {
    echo(value: number): Promise<number> {
      return this.call(echo, value);
    }
  }
  const server = new Replaceable(makeHandler());
  await using module = new EchoClient(server.client);
  for (let i = 0; i < 3; i++) {
    expect(await module.echo(i)).toBe(i);
    await server.handler.close();
    server.handler = makeHandler();
  }
  expect(server.answers).toEqual(["GET 200", "POST 200", "POST 200", "POST 200"]);
});

class ExternalsRunner extends CountingRunner {
  override async getExternals(): Promise<readonly string[]> {
    return ["repr:bytecode-lt"];
  }
}

test("a program that is displaced is prepared again, also by calls at a time", async () => {
  const runner = new CountingRunner();
  const programs = [identity, variantOf(identity, 1), variantOf(identity, 2)];
  const server = new Replaceable(createFetchHandler(runner, { programs, maxPrograms: 1 }));
  const handles = await Promise.all(
    programs.map(async ({ bytes }) =>
      server.client.prepare(programReference("bytecodeLt", await sha256(bytes))),
    ),
  );
  const calls = Array.from({ length: 60 }, (_, i) => server.client.execute(handles[i % 3]!, input));
  expect(await Promise.all(calls)).toEqual(calls.map(() => input));
  expect(new Set(server.answers)).toEqual(new Set(["POST 200"]));
  await server.handler.close();
  expect(runner.released).toBe(runner.prepared);
});

test("hashes and references are listed without bytes, which a client uploads", async () => {
  for (const listed of [hash, reference]) {
    const server = new Replaceable(
      createFetchHandler(new CountingRunner(), { programs: [listed] }),
    );
    const error = await runnerFailure(
      server.client.execute(await server.client.prepare(reference), input),
    );
    expect(error.message).toMatch(/on a server that lists it in its `programs`/);
    expect(await server.client.execute(await server.client.prepare(embedded), input)).toEqual(
      input,
    );
    expect(server.answers).toEqual(["POST 404", "POST 404", "PUT 201", "POST 200"]);
  }
});

test("no other program is let in", async () => {
  const handler = createFetchHandler(new CountingRunner(), { programs: [identity] });
  const server = new Replaceable(handler);
  const other = await server.client.prepare(variantOf(identity, 1));
  expect(await runnerFailure(server.client.execute(other, input))).toMatchObject({
    code: "ACCESS_DENIED",
  });
});

test("a list that is wrong about a program is the server's fault, and runs nothing", async () => {
  const other = variantOf(identity, 1);
  const otherHash = await sha256(other.bytes);
  const runner = new CountingRunner();
  const programs = [
    { ...identity, hash: otherHash },
    embeddedProgram("bytecodeLt", hash, () => "no*base64"),
  ];
  const server = new Replaceable(createFetchHandler(runner, { programs }));
  const errors = [];
  for (const each of [otherHash, hash]) {
    const prepared = await server.client.prepare(programReference("bytecodeLt", each));
    errors.push(await runnerFailure(server.client.execute(prepared, input)));
  }
  expect(errors.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    `EXECUTION_ERROR: the program that is listed as ${otherHash} has the SHA-256 ${hash}`,
    `EXECUTION_ERROR: the listed program ${hash} cannot be read: the text of the program ${hash} is not base64: generate its module again`,
  ]);
  expect(server.answers).toEqual(["POST 500", "POST 500"]);
  expect(runner.prepared).toBe(0);
});

test("a listed program that the runner refuses is refused as an uploaded one is, each time", async () => {
  class RefusingRunner extends CountingRunner {
    override async prepare(program: Program): Promise<number> {
      await super.prepare(program);
      throw this.prepared === 1 ? new Error("no such table") : new RunnerError("still not");
    }
  }
  const server = new Replaceable(
    createFetchHandler(new RefusingRunner(), { programs: [identity] }),
  );
  const prepared = await server.client.prepare(reference);
  for (const message of ["no such table", "still not"]) {
    expect(await runnerFailure(server.client.execute(prepared, input))).toMatchObject({
      message,
      code: "PREPARE_ERROR",
    });
  }
  expect(server.answers).toEqual(["POST 422", "POST 422"]);
});

test("what is no program of the list is refused at once", async () => {
  const gone = new Uint8Array(identity.bytes);
  structuredClone(gone, { transfer: [gone.buffer] });
  for (const program of [
    { ...identity, bytes: gone },
    { ...identity, hash: "ab" },
    "AB".repeat(32),
  ]) {
    const error = await failure(() =>
      createFetchHandler(new CountingRunner(), { programs: [program] }),
    );
    expect(error).toBeInstanceOf(TypeError);
  }
});

test("a hash is no list of hashes", () => {
  expect(() => createFetchHandler(new CountingRunner(), { programs: hash })).toThrow(
    new TypeError(`programs: expected a list, got the string ${JSON.stringify(hash)}`),
  );
});
