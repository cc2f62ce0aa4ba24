import { once } from "node:events";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import { showcase } from "@lutra-internal/fixtures";
import { AsyncRunner } from "@lutra/runner-async";
import { generationB, type Protocol } from "@lutra/runner-binary";
import { detectGeneration, generationA } from "@lutra/runner-binary/generation-a";
import { type BinaryListener, connect, listen } from "@lutra/runner-binary/node";
import { programFromBytes } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "../src/index.ts";
import { fakeIo } from "./fake-io.ts";

let server: BinaryListener;
beforeAll(async () => {
  server = await listen(new AsyncRunner(new InterpreterRunner()), { protocol: detectGeneration });
});
afterAll(() => server.close());

/** Inspects while something connects to the port, and gives what was printed. */
async function inspected(to: string, work: (port: number) => Promise<void>): Promise<string> {
  const interruption = new AbortController();
  const io = fakeIo({ interrupted: interruption.signal });
  const code = main(["inspect", "--at", "127.0.0.1:0", "--to", to], io);
  const port = await vi.waitFor(() => {
    const found = /^Listening on 127\.0\.0\.1:(\d+)$/m.exec(io.out())?.[1];
    if (found === undefined) throw new Error("not listening");
    return Number(found);
  });
  await work(port);
  interruption.abort();
  expect(await code).toBe(0);
  return io.out();
}

const { bytecodeLt = new Uint8Array(), input } = showcase("movie-search");

async function session(port: number, protocol: Protocol): Promise<void> {
  await using client = await connect({ port, protocol });
  const prepared = await client.prepare(programFromBytes(bytecodeLt));
  await client.execute(prepared, input);
  await expect(client.execute(prepared, new Uint8Array([1]))).rejects.toMatchObject({
    code: "EXECUTION_ERROR",
  });
  await client.release(prepared);
}

describe("a session is printed message by message", () => {
  test("in generation B", async () => {
    const out = await inspected(server.address, (port) => session(port, generationB));
    const lines = out.split("\n").map((line) => line.replace(/after [\d.]+ ms/, "after N ms"));
    expect(lines).toContain("[1] generation B of the protocol");
    expect(lines).toContain(`[1] -> #0 prepare program 0: bytecode-lt, ${bytecodeLt.length} bytes`);
    expect(lines).toContain("[1] <- #0 prepared  (after N ms)");
    expect(lines).toContainEqual(
      expect.stringMatching(/^\[1\] -> #1 execute program 0: 440 bytes {2}22 00 .* \.\.\.$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^\[1\] <- #1 output 266 bytes {2}08 00/));
    expect(lines).toContain("[1] -> #2 execute program 0: 1 byte  01");
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^\[1\] <- #2 execute failed, EXECUTION_ERROR: ".*" {2}\(after N ms\)$/,
      ),
    );
    expect(lines).toContain("[1] -> #3 release program 0");
    expect(lines).toContain("[1] -> end");
  });

  test("in generation A, where only executes are answered", async () => {
    const out = await inspected(server.address, (port) => session(port, generationA));
    expect(out).toContain("[1] generation A of the protocol\n");
    expect(out).toContain(`[1] -> prepare program 0: bytecode-lt, ${bytecodeLt.length} bytes\n`);
    expect(out).toMatch(/^\[1\] <- #\d+ output 266 bytes/m);
    expect(out).not.toContain("prepared");
  });
});

describe("what is no protocol", () => {
  test("is passed on and told about", async () => {
    const out = await inspected(server.address, async (port) => {
      const socket = connectSocket({ port, host: "127.0.0.1" });
      socket.write(new Uint8Array([3, 0, 0, 0, 1, 2, 3, 9, 0, 0, 0, 0, 0]));
      await new Promise((resolve) => socket.resume().once("close", resolve));
    });
    expect(out).toMatch(/^\[1\] -> cannot be read \(.*\): 3 bytes {2}01 02 03$/m);
  });

  test("a frame above every limit ends what is told, and not what is passed on", async () => {
    const out = await inspected(server.address, async (port) => {
      const socket = connectSocket({ port, host: "127.0.0.1" });
      socket.write(new Uint8Array([255, 255, 255, 255]));
      await new Promise((resolve) => socket.resume().once("close", resolve));
    });
    expect(out).toMatch(/^\[1\] -> no frames any more: a frame of 4294967295 bytes/m);
  });

  test("a server that is not there ends the client's connection", async () => {
    const out = await inspected("127.0.0.1:1", async (port) => {
      const socket = connectSocket({ port, host: "127.0.0.1" });
      await new Promise((resolve) => socket.resume().once("close", resolve));
    });
    expect(out).toMatch(/^\[1\] server lost: .*ECONNREFUSED/m);
  });
});

/** Reads a socket up to the end of the other side. Unlike an iterator, it leaves the own side open. */
async function received(socket: Socket): Promise<string> {
  let all = "";
  socket.setEncoding("utf8").on("data", (text: string) => (all += text));
  await once(socket, "end");
  return all;
}

test.each(["client", "server"])("a %s that has ended its side still receives", async (first) => {
  const other = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port: otherPort } = other.address() as { port: number };
  await inspected(`127.0.0.1:${otherPort}`, async (port) => {
    const client = connectSocket({ port, host: "127.0.0.1", allowHalfOpen: true });
    const [accepted] = (await once(other, "connection")) as [Socket];
    const [early, late] = first === "client" ? [client, accepted] : [accepted, client];
    early.end("early");
    expect(await received(late)).toBe("early");
    late.end("late");
    expect(await received(early)).toBe("late");
  });
  other.close();
});

describe("errors", () => {
  test.each([
    [
      "no server",
      ["--at", "127.0.0.1:0"],
      2,
      /inspect needs --at HOST:PORT, for clients, and --to/,
    ],
    ["an address that is none", ["--at", "x", "--to", "127.0.0.1:1"], 2, /--at takes HOST:PORT/],
  ] as const)("%s", async (_, args, exitCode, message) => {
    const io = fakeIo();
    expect(await main(["inspect", ...args], io)).toBe(exitCode);
    expect(io.err()).toMatch(message);
  });

  test("a port that is taken", async () => {
    const io = fakeIo();
    const args = ["inspect", "--at", server.address, "--to", "127.0.0.1:1"];
    expect(await main(args, io)).toBe(1);
    expect(io.err()).toMatch(
      /cannot listen on 127\.0\.0\.1:\d+: another program listens there\nhelp: choose another port/,
    );
  });
});
