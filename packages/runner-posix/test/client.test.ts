import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { showcase } from "@lutra-internal/fixtures";
import { runnerFailure, until } from "@lutra-internal/testing";
import { bytes } from "@lutra/bin";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes, typedProgram } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { PosixClient } from "../src/index.ts";
import { executable, isRunning } from "./executable.ts";

/** A program that answers with its input. */
const identity = programFromBytes(
  new Uint8Array([2, 4, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0, 3, 12, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 0, 4, 0, 0, 0, 0, 0, 0, 128]),
); // prettier-ignore

describe("a runner in an executable", () => {
  test("runs a real program, many at a time, and leaves with the client", async () => {
    const { bytecodeLt, programType, input, expected } = showcase("movie-search");
    if (bytecodeLt === undefined) throw new Error("movie-search has no bytecode");
    const codecs = codecsFor(programType);
    const program = typedProgram(programFromBytes(bytecodeLt), codecs.input, codecs.output);
    const client = new PosixClient(executable("interpreter.ts"));
    const value = codecs.input.decode(input);
    const results = await Promise.all(Array.from({ length: 50 }, () => client.run(program, value)));
    for (const result of results) expect(codecs.output.encode(result)).toEqual(expected);
    expect(await client.getExternals()).toContain("repr:bytecode-lt");
    const { pid } = client;
    await client.shutdown();
    expect(isRunning(pid as number)).toBe(false);
    expect(await runnerFailure(client.getExternals())).toMatchObject({ code: "CONNECTION_CLOSED" });
  });

  test("carries frames of many megabytes in both directions", async () => {
    await using client = new PosixClient({
      ...executable("interpreter.ts"),
      maxFrameBytes: 32 * 2 ** 20,
    });
    const prepared = await client.prepare(identity);
    const input = new Uint8Array(16 * 2 ** 20).fill(7);
    const outputs = await Promise.all([1, 2, 3, 4].map(() => client.execute(prepared, input)));
    for (const output of outputs) expect(Buffer.compare(output, input)).toBe(0);
  });

  test("may print what it likes: frames stay whole, the text goes to standard error", async () => {
    let stderr = "";
    const client = new PosixClient({
      ...executable("noisy.ts"),
      onStderr: (chunk) => (stderr += Buffer.from(chunk).toString()),
    });
    const prepared = await client.prepare(identity);
    expect(await client.execute(prepared, new Uint8Array([1, 2]))).toEqual(new Uint8Array([1, 2]));
    await client.shutdown();
    for (const text of ["log before serving", "log while preparing", "direct write", "kept stream"])
      expect(stderr).toContain(text);
    expect(stderr).toContain("shut down");
  });
});

describe("what goes wrong", () => {
  test("a command that does not exist fails the first call and says so", async () => {
    const client = new PosixClient({ command: "no-such-runner-anywhere" });
    const { code, message } = await runnerFailure(client.prepare(identity));
    expect(code).toBe("CONNECTION_CLOSED");
    expect(message).toBe("could not start no-such-runner-anywhere: no such command");
    await client.shutdown();
  });

  test.each([
    ["does not exist", "/no/such/folder"],
    ["is a file", fileURLToPath(import.meta.url)],
    ["is below a file", `${fileURLToPath(import.meta.url)}/folder`],
  ])("so does a working directory that %s", async (_, cwd) => {
    const { code, message } = await runnerFailure(async () => {
      await using client = new PosixClient({ ...executable("interpreter.ts"), cwd });
      return await client.prepare(identity);
    });
    expect(code).toBe("CONNECTION_CLOSED");
    expect(message).toContain(`the option cwd names no directory, got ${JSON.stringify(cwd)}`);
  });

  test.each([
    ["below a file", { command: `${fileURLToPath(import.meta.url)}/runner` }, /no such command$/],
    [
      "with arguments that are too long",
      { command: process.execPath, args: ["x".repeat(2 ** 24)] },
      /too long$/,
    ],
  ])("so does a command %s, at once or in the first call", async (_, options, message) => {
    const error = await runnerFailure(async () => {
      await using client = new PosixClient(options);
      return await client.prepare(identity);
    });
    expect(error.code).toBe("CONNECTION_CLOSED");
    expect(error.message).toMatch(message);
  });

  test("an argument that no process can get is a fault of the caller", () => {
    expect(() => new PosixClient({ command: process.execPath, args: ["a\0b"] })).toThrow(TypeError);
  });

  test("a missing command in a working directory that exists is told as such", async () => {
    const client = new PosixClient({ command: "no-such-runner-anywhere", cwd: "/" });
    expect((await runnerFailure(client.getExternals())).message).toBe(
      "could not start no-such-runner-anywhere: no such command",
    );
    await client.shutdown();
  });

  test("so does text on standard output of a process that has gone already", async () => {
    const client = new PosixClient({ command: "/bin/echo", args: ["Usage: echo TEXT"] });
    const { code, message } = await runnerFailure(client.getExternals());
    expect(code).toBe("PROTOCOL_ERROR");
    expect(message).toContain("Usage: echo TEXT");
    await client.shutdown();
  });

  test("a file that is no executable is told", async () => {
    const command = fileURLToPath(import.meta.url);
    const client = new PosixClient({ command });
    const { message } = await runnerFailure(client.getExternals());
    expect(message).toBe(
      `could not start ${command}: it is not executable, or permission is denied`,
    );
    await client.shutdown();
  });

  test("an early exit is told with its code and the last of standard error", async () => {
    const script = "console.error('config is missing'); process.exit(3)";
    const client = new PosixClient({ command: process.execPath, args: ["-e", script] });
    const { code, message } = await runnerFailure(client.getExternals());
    expect(code).toBe("CONNECTION_CLOSED");
    expect(message).toContain("exited with code 3");
    expect(message).toContain("config is missing");
    await client.shutdown();
  });

  test("of much standard error, the last 2048 bytes are told", async () => {
    const script = "process.stderr.write('x'.repeat(5000)); process.exitCode = 3";
    const client = new PosixClient({ command: process.execPath, args: ["-e", script] });
    const { message } = await runnerFailure(client.getExternals());
    expect(message.slice(message.indexOf("\n"))).toBe(`\n…${"x".repeat(2048)}`);
    await client.shutdown();
  });

  test("text on standard output is told with its first bytes", async () => {
    const script = "console.log('Welcome to the runner, version 1.0'); setInterval(() => {}, 999)";
    const client = new PosixClient({
      command: process.execPath,
      args: ["-e", script],
      stopGraceMs: 100,
    });
    const { code, message } = await runnerFailure(client.getExternals());
    expect(code).toBe("PROTOCOL_ERROR");
    expect(message.split("Welcome to the runner")).toHaveLength(2); // once
    await client.shutdown();
  });

  test.each([
    ["before frames", "process.stdout.write('hi\\n'); setTimeout(serve, 50)"],
    ["before frames, at once", "process.stdout.write('hi\\n'); serve()"],
    ["after a frame", "serve(); process.stdout.write('hi\\n'); setTimeout(serve, 50)"],
    ["after a frame, at once", "serve(); process.stdout.write('hi\\n'); serve()"],
  ])("short text %s is told as the culprit, with what helps", async (_, does) => {
    // A response that no call waits for.
    const answer = "0e0000000000000000040000000000000000";
    const script = `const serve = () => process.stdout.write(Buffer.from("${answer}", "hex")); ${does}; setInterval(() => {}, 999)`;
    const client = new PosixClient({
      command: process.execPath,
      args: ["-e", script],
      stopGraceMs: 100,
    });
    const closed = await client.closed;
    expect(closed.code).toBe("PROTOCOL_ERROR");
    expect(closed.message).toContain('it has "hi\\n');
    expect(closed.message).toContain("reserveStdout()");
    await client.shutdown();
  });

  test.each([
    ["input", "fs.closeSync(0)", /the connection to the server was lost.*: write EPIPE/],
    ["output", "fs.closeSync(1)", /the server closed the connection/],
  ])("a process that closes its %s while much is written to it, and stays, is told", async (_, close, reason) => {
    const script = `fs.readSync(0, Buffer.alloc(100_000)); ${close}; setInterval(() => {}, 999)`;
    const client = new PosixClient({
      command: process.execPath,
      args: ["-e", script],
      stopGraceMs: 100,
      maxFrameBytes: 33 * 2 ** 20,
    });
    const typed = typedProgram(identity, bytes, bytes);
    const calls = [1, 2].map(() => runnerFailure(client.run(typed, new Uint8Array(32 * 2 ** 20))));
    for (const { code, message } of await Promise.all(calls)) {
      expect(code).toBe("CONNECTION_CLOSED");
      expect(message).toMatch(reason);
      expect(message).toMatch(/; the process (\(pid \d+\) still runs|was killed by SIGTERM, since it did not leave)$/);
    }
    await client.shutdown();
    expect(isRunning(client.pid as number)).toBe(false);
  }); // prettier-ignore

  test("a killed process fails every pending call with its signal", async () => {
    const client = new PosixClient(executable("stubborn.mjs"));
    const calls = [1, 2, 3].map(() => runnerFailure(client.getExternals()));
    await until(() => client.pid !== undefined);
    process.kill(client.pid as number, "SIGKILL");
    for (const { code, message } of await Promise.all(calls)) {
      expect(code).toBe("CONNECTION_CLOSED");
      expect(message).toContain("killed by SIGKILL");
    }
    await client.shutdown();
  });

  test("a process that ignores everything is killed in the end", async () => {
    let isUp = false;
    const client = new PosixClient({
      ...executable("stubborn.mjs"),
      stopGraceMs: 100,
      onStderr: () => (isUp = true),
    });
    const call = runnerFailure(client.getExternals());
    await until(() => isUp);
    await client.shutdown();
    expect(isRunning(client.pid as number)).toBe(false);
    expect(await call).toMatchObject({ code: "CONNECTION_CLOSED" });
  });
});

describe("leftovers", () => {
  test.each([
    ["that is idle", "interpreter.ts"],
    ["that has a call in flight", "waiting.ts"],
  ])("a runner %s leaves when its client's process is killed", async (_, name) => {
    const { command, args } = executable("parent.ts");
    const runner = executable(name);
    const parent = spawn(command, [...args, runner.command, ...runner.args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk.toString()))),
    );
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    await until(() => !isRunning(pid));
  });

  test.skipIf(process.platform !== "linux")(
    "starting and stopping leaves no file open",
    async () => {
      const cycle = async (): Promise<void> => {
        const client = new PosixClient({ command: "/bin/cat" });
        await until(() => client.pid !== undefined);
        await client.shutdown();
      };
      await cycle();
      const before = readdirSync("/proc/self/fd").length;
      for (let i = 0; i < 5; i++) await Promise.all([cycle(), cycle(), cycle(), cycle()]);
      expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(before);
    },
  );
});
