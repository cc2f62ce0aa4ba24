import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { once } from "node:events";
import { type OutgoingHttpHeaders, request } from "node:http";
import { connect as connectSocket, createServer, type Server } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { showcase } from "@lutra-internal/fixtures";
import { codecsFor } from "@lutra/bin/program";
import { generationA } from "@lutra/runner-binary/generation-a";
import { connect } from "@lutra/runner-binary/node";
import { programFromBytes, type Run, typedProgram } from "@lutra/runner-core";
import { HttpClient } from "@lutra/runner-http";
import { until } from "@lutra-internal/testing";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { main } from "../src/index.ts";
import { cliCommand, CliProcess } from "./cli-process.ts";
import { endlessProgram } from "./endless-program.ts";
import { fakeIo } from "./fake-io.ts";

const programs = fileURLToPath(new URL("../../../examples/programs/", import.meta.url));
const movies = join(programs, "movie-search");
const moviesRun = [
  "run",
  join(movies, "program.bytecode-lt.rr.ld"),
  "--input",
  join(movies, "input.ld"),
];
const expected = `const output = ${showcase("movie-search").expectedSource}\n`;
const token = "correct horse";

async function lutra(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string }> {
  const io = fakeIo({ env });
  const code = await main(args, io);
  return { code, out: io.out(), err: io.err() };
}

describe("a served interpreter", () => {
  let server: CliProcess;
  let tcpAddress: string;
  let httpAddress: string;

  beforeAll(async () => {
    server = new CliProcess(
      ["serve", "-r", "interpreter", "--at", "127.0.0.1:0", "--http", "127.0.0.1:0", "--token", "--programs", movies],
      { LUTRA_RUNNER_TOKEN: token },
    ); // prettier-ignore
    [, tcpAddress = ""] = await server.outMatch(/^Listening on (127\.0\.0\.1:\d+)$/m);
    [, httpAddress = ""] = await server.outMatch(/^Listening on (127\.0\.0\.1:\d+) \(HTTP\)$/m);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test("runs programs over tcp: URLs", async () => {
    const { code, out, err } = await lutra([...moviesRun, "--runner", `tcp://${tcpAddress}`]);
    expect({ code, out, err }).toEqual({ code: 0, out: expected, err: "" });
  });

  test("names its TCP clients on standard error", async () => {
    await lutra([...moviesRun, "--runner", `tcp://${tcpAddress}`]);
    const [, peer] = await server.errMatch(/^Connection from (127\.0\.0\.1:\d+)$/m);
    const end = await server.errMatch(new RegExp(`^Connection from ${peer} closed.*$`, "m"));
    expect(end[0]).toBe(`Connection from ${peer} closed`);
  });

  test("answers clients of generation A", async () => {
    const { bytecodeLt, programType, input, expected: output } = showcase("order-lookup");
    const program = programFromBytes(bytecodeLt ?? new Uint8Array());
    const codecs = codecsFor(programType);
    const [host, port] = tcpAddress.split(":");
    await using client = await connect({ host, port: Number(port), protocol: generationA });
    const typed = typedProgram(program, codecs.input, codecs.output);
    expect(await client.run(typed, codecs.input.decode(input))).toEqual(
      codecs.output.decode(output),
    );
  });

  test("runs listed programs over http: URLs for who has the token", async () => {
    const args = [...moviesRun, "--runner", `http://${httpAddress}`, "--token"];
    const { code, out, err } = await lutra(args, { LUTRA_RUNNER_TOKEN: token });
    expect({ code, out, err }).toEqual({ code: 0, out: expected, err: "" });
  });

  test.each([
    ["no token", {}],
    ["another token", { authorization: "Bearer incorrect" }],
  ])("refuses who has %s over HTTP", async (_, headers) => {
    await using client = new HttpClient(`http://${httpAddress}`, { headers });
    await expect(client.getExternals()).rejects.toMatchObject({ code: "ACCESS_DENIED" });
  });

  test("refuses programs that are not listed over HTTP", async () => {
    const orders = join(programs, "order-lookup");
    const { code, err } = await lutra(
      ["run", join(orders, "program.bytecode-lt.rr.ld"), "-i", join(orders, "input.ld"), "--token", "-r", `http://${httpAddress}`],
      { LUTRA_RUNNER_TOKEN: token },
    ); // prettier-ignore
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error\[ACCESS_DENIED\]: .*not on this server's list\nhelp: a token does not/,
    );
  });

  test("says how to send a token to who sends none over HTTP", async () => {
    const { code, err } = await lutra([...moviesRun, "-r", `http://${httpAddress}`]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error\[ACCESS_DENIED\]: not authorized\nhelp: `--token` .*LUTRA_RUNNER_TOKEN/,
    );
  });
});

describe("HTTP for pages and names that are listed", () => {
  test("answers them and no others, logs a line for each request, and says how to call it", async () => {
    await using server = new CliProcess(
      ["serve", "-r", "interpreter", "--http", "127.0.0.1:0", "--allow-anyone", "--log", "--hosts", "localhost", "--hosts", "lutra.example", "--origins", "https://App.example/,http://localhost:5173", "--origins", "http://two.example"],
    ); // prettier-ignore
    const [, port = ""] = await server.outMatch(/^Listening on 127\.0\.0\.1:(\d+) \(HTTP\)$/m);
    await server.errMatch(new RegExp(`lutra-runner run PROGRAM .* --runner http://localhost:${port}$`, "m"));
    const status = (headers: OutgoingHttpHeaders, path = "/externals"): Promise<number> =>
      statusOf(Number(port), path, headers);
    const host = `lutra.example:${port}`;
    expect(await status({ host, origin: "https://app.example" })).toBe(200);
    expect(await status({ host, origin: "http://two.example" })).toBe(200);
    expect(await status({ host, origin: "https://other.example" })).toBe(403);
    expect(await status({ host: `127.0.0.1:${port}` })).toBe(403);
    const line = await server.errMatch(/^GET \/externals 200 \d+\.\d ms \d+ bytes$/m);
    expect(line[0]).toBeDefined();
    const args = [...moviesRun, "--runner", `http://localhost:${port}`];
    expect(await lutra(args)).toMatchObject({ code: 0 });
    await server.errMatch(/^POST \/programs\/[0-9a-f]{64}\/execute 404 .* bytes$/m);
    await server.errMatch(/^PUT \/programs\/[0-9a-f]{64} 201 .* bytes$/m);
    await server.errMatch(/^POST \/programs\/[0-9a-f]{64}\/execute 200 .* ms \d+ bytes$/m);
  }); // prettier-ignore

  test("logs what a client sends without letting it reach the terminal", async () => {
    await using server = new CliProcess(
      ["serve", "-r", "interpreter", "--http", "127.0.0.1:0", "--allow-anyone", "--log"],
    ); // prettier-ignore
    const [, port = ""] = await server.outMatch(/^Listening on 127\.0\.0\.1:(\d+)/m);
    const socket = connectSocket(Number(port), "127.0.0.1");
    socket.write(`GET /\u009b31m\u0085 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`, "latin1");
    await once(socket.resume(), "close");
    await lutra([...moviesRun, "--runner", `http://127.0.0.1:${port}`]);
    await server.errMatch(/^PUT /m);
    // oxlint-disable-next-line no-control-regex -- these must not be there
    expect(server.err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  }); // prettier-ignore
});

/** Asks for a path and returns the status. `fetch` lets no one choose a host. */
async function statusOf(port: number, path: string, headers: OutgoingHttpHeaders): Promise<number> {
  return await new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("an end", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s lets it exit with 0", async (signal) => {
    await using server = new CliProcess(["serve", "-r", "interpreter", "--at", "127.0.0.1:0"]);
    const [, port] = await server.outMatch(/^Listening on 127\.0\.0\.1:(\d+)$/m);
    await using client = await connect({ port: Number(port) });
    expect(await client.getExternals()).toContain("repr:bytecode-lt");
    expect(await server.stop(signal)).toBe(0);
    expect(await client.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
  });
});

test("an end waits for calls in flight and says so; a second one is at once", async () => {
  // Takes every request and answers none; the first leaves a file.
  const folder = await mkdtemp(join(tmpdir(), "lutra-serve-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const arrived = join(folder, "arrived");
  const script = `process.stdin.on("data", () => require("fs").writeFileSync("${arrived}", ""))`;
  const silent = `posix:'${process.execPath}' -e '${script}'`;
  await using server = new CliProcess(["serve", "-r", silent, "--at", "127.0.0.1:0"]);
  const [, address] = await server.outMatch(/^Listening on (127\.0\.0\.1:\d+)$/m);
  const running = lutra([...moviesRun, "--runner", `tcp://${address}`]);
  await server.errMatch(/^Connection from/m);
  await until(() => existsSync(arrived));
  void server.stop("SIGTERM");
  await server.errMatch(/^Closing: calls in flight have 5 s to end; a second interruption/m);
  expect(await server.stop("SIGINT")).toBe(130);
  const { code, out, err } = await running;
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^error\[CONNECTION_CLOSED\]: the server closed the connection.*\nhelp: /);
});

describe("while a served interpreter computes for long", () => {
  // Minutes: what a test that fails leaves running ends by itself.
  const endless = ["serve", "-r", "interpreter", "--max-steps", "20000000000"];
  const { bytecodeLt, programType, input, expected: output } = showcase("order-lookup");
  const codec = codecsFor(programType).output;
  const short = programFromBytes(bytecodeLt ?? new Uint8Array());

  test.each([
    [
      "TCP",
      ["--at", "127.0.0.1:0"],
      async (address: string) => {
        const [host, port] = address.split(":");
        return await connect({ host, port: Number(port) });
      },
    ],
    [
      "HTTP",
      ["--http", "127.0.0.1:0", "--allow-anyone"],
      async (address: string) => new HttpClient(`http://${address}`),
    ],
  ] as const)("its client can leave over %s, and those who wait are served", async (_, listen, open) => {
    await using server = new CliProcess([...endless, ...listen]);
    const [, address = ""] = await server.outMatch(/^Listening on (127\.0\.0\.1:\d+)/m);
    await using patient: Run = await open(address);
    const prepared = await patient.prepare(short);
    // The thread has started and loaded its modules then, so that all it computes next is the endless program.
    await patient.execute(prepared, input);
    const leaving: Run = await open(address);
    const leave = new AbortController();
    const endlessRun = leaving
      .prepare(endlessProgram())
      .then((program) => leaving.execute(program, new Uint8Array(), leave));
    const left = endlessRun.catch((error: unknown) => error);
    await server.computed();
    const waiting = patient.execute(prepared, input);
    leave.abort();
    await leaving.shutdown();
    expect(await left).toBeInstanceOf(Error);
    expect(codec.decode(await waiting)).toEqual(codec.decode(output));
  }); // prettier-ignore

  test("an end is heard at once", async () => {
    await using server = new CliProcess([...endless, "--at", "127.0.0.1:0"]);
    const [, port] = await server.outMatch(/^Listening on 127\.0\.0\.1:(\d+)$/m);
    await using client = await connect({ port: Number(port) });
    const prepared = await client.prepare(endlessProgram());
    const lost = client.execute(prepared, new Uint8Array()).catch((error: unknown) => error);
    await server.computed();
    void server.stop("SIGINT");
    await server.errMatch(/^Closing: calls in flight have 5 s/m);
    expect(await server.stop("SIGINT")).toBe(130);
    expect(await lost).toMatchObject({ code: "CONNECTION_CLOSED" });
  });
});

test("a posix: URL starts a command and runs programs on it", async () => {
  const command = [...cliCommand, "serve", "--runner", "interpreter", "--stdio"];
  const url = `posix:${command.map((word) => `'${word}'`).join(" ")}`;
  const { code, out, err } = await lutra([...moviesRun, "--runner", url]);
  expect({ code, out, err }).toEqual({ code: 0, out: expected, err: "" });
});

describe("errors", () => {
  let taken: Server;
  let takenAddress: string;
  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    takenAddress = `127.0.0.1:${(taken.address() as { port: number }).port}`;
  });
  afterAll(() => {
    taken.close();
  });

  const serving = ["serve", "-r", "interpreter"];
  test.each<readonly [string, readonly string[], number, RegExp]>([
    ["no runner", ["serve"], 2, /serve needs --runner URL/],
    ["an address that is none", [...serving, "--at", "here"], 2, /--at takes HOST:PORT, got "here"\nhelp: for example/],
    ["HTTP for nobody", [...serving, "--http", "127.0.0.1:0"], 2, /who may run programs\nhelp: pass --token, --programs DIR or --allow-anyone/],
    ["HTTP for anyone and for some", [...serving, "--http", "127.0.0.1:0", "--token", "--allow-anyone"], 2, /contradict/],
    ["a token that is not set", [...serving, "--http", "127.0.0.1:0", "--token"], 2, /environment variable LUTRA_RUNNER_TOKEN/],
    ["programs that are none", [...serving, "--http", "127.0.0.1:0", "--programs", fileURLToPath(new URL(".", import.meta.url))], 1, /no programs in .*\nhelp: programs are files that end in \.rr\.ld/],
    ["programs from nowhere", [...serving, "--http", "127.0.0.1:0", "--programs", "nowhere"], 1, /cannot read the folder nowhere: no such file$/m],
    ["programs in a file", [...serving, "--http", "127.0.0.1:0", "--programs", moviesRun[1]!], 1, /cannot read the folder .*: a part of the path is a file/],
    ["programs for another runner", ["serve", "-r", "duckdb", "--http", "127.0.0.1:0", "--programs", join(programs, "json-tree")], 1, /duckdb executes sql-duckdb programs, and --programs has only bytecode-lt\nhelp: compile for it, too: `lutra-runner compile --kind sql-duckdb`/],
    ["access without HTTP", [...serving, "--at", "127.0.0.1:0", "--allow-anyone"], 2, /--allow-anyone: only for HTTP, and there is no --http/],
    ["a drain of standard streams", [...serving, "--stdio", "--drain", "5"], 2, /--drain: only for TCP and HTTP/],
    ["origins and a log without HTTP", [...serving, "--log", "--origins", "http://a.example"], 2, /--log, --origins: only for HTTP/],
    ["an origin for all", [...serving, "--http", "127.0.0.1:0", "--allow-anyone", "--origins", "*"], 2, /--origins takes origins of web pages, got "\*"\nhelp: name each page/],
    ["an origin with a path", [...serving, "--http", "127.0.0.1:0", "--allow-anyone", "--origins", "http://a.example/app"], 2, /got "http:\/\/a\.example\/app"\nhelp: .*without a path/],
    ["a host with a port", [...serving, "--http", "127.0.0.1:0", "--allow-anyone", "--hosts", "a.example:80"], 2, /--hosts takes names without a port, got "a\.example:80"/],
    ["standard streams and a port", [...serving, "--stdio", "--at", "127.0.0.1:0"], 2, /--stdio serves the standard streams and nothing else/],
    ["a runner that is not there", ["serve", "-r", "tcp://127.0.0.1:1"], 1, /error\[CONNECTION_CLOSED\]: no connection to a runner at 127\.0\.0\.1:1: /],
    ["half a TCP URL", [...moviesRun, "-r", "tcp:127.0.0.1:1"], 2, /write tcp:\/\/HOST:PORT/],
    ["half an HTTP URL", [...moviesRun, "-r", "http:127.0.0.1"], 2, /not a URL: http:127\.0\.0\.1/],
    ["a password in an HTTP URL", [...moviesRun, "-r", "http://me:hush@127.0.0.1:1"], 2, /^error\[usage\]: names and passwords in a URL are not sent: http:\/\/me@127\.0\.0\.1:1\nhelp: put a token into .*LUTRA_RUNNER_TOKEN/],
    ["a token as the user of an HTTP URL", [...moviesRun, "-r", "https://hushhush@127.0.0.1:1"], 2, /are not sent: https:\/\/\*\*\*@127/],
    ["an empty command", [...moviesRun, "-r", "posix: "], 2, /write posix:COMMAND/],
    ["a command that does not exist", [...moviesRun, "-r", "posix:no-such-runner"], 1, /error\[CONNECTION_CLOSED\]: could not start no-such-runner: no such command/],
    ["an option of another runner", [...moviesRun, "-r", "tcp://127.0.0.1:1", "--max-steps", "5"], 2, /--max-steps means nothing to the runner tcp:/],
  ])("%s", async (_, args, exitCode, message) => {
    const { code, out, err } = await lutra(args);
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: exitCode, out: "" });
  }); // prettier-ignore

  test("a port that is taken", async () => {
    const { code, err } = await lutra([...serving, "--at", takenAddress]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /cannot listen on 127\.0\.0\.1:\d+: another program listens there\nhelp: choose another port/,
    );
  });
});
