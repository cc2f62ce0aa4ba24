import { bytesFromHex, hexFromBytes, vectors } from "@lutra-internal/fixtures";
import { serveBinary } from "@lutra/runner-binary";
import { detectGeneration } from "@lutra/runner-binary/generation-a";
import { listen, nodeByteStream } from "@lutra/runner-binary/node";
import { AsyncRunner } from "@lutra/runner-async";
import type { Run } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { describe, expect, test } from "vitest";
import {
  buildPeer,
  type Generation,
  type PeerAnswer,
  playOverStdio,
  playOverTcp,
} from "../../src/index.ts";
import { EchoRunner } from "./transports.ts";

const { path: peer } = await buildPeer();
const program = (name: string): string =>
  hexFromBytes(bytesFromHex(vectors().programs.find((each) => each.name === name)!.program));
const options = { protocol: detectGeneration, maxFrameBytes: 33 * 1024 * 1024 };

/** Lets the original's client make calls to a runner of ours. */
async function play(
  transport: "TCP" | "stdio",
  generation: Generation,
  runner: Run,
  calls: readonly string[],
): Promise<readonly PeerAnswer[]> {
  if (transport === "TCP") {
    await using listener = await listen(runner, options);
    return await playOverTcp(peer!, listener.address, calls, { generation });
  }
  let closed: Promise<unknown> | undefined;
  const answers = await playOverStdio(
    peer!,
    (client) => {
      const stream = nodeByteStream(client.stdout, client.stdin);
      closed = serveBinary(runner, stream, options).closed;
    },
    calls,
    { generation },
  );
  await closed;
  return answers;
}

const ways = (["TCP", "stdio"] as const).flatMap((transport) =>
  (["b", "a"] as const).map((generation) => ({ transport, generation })),
);

describe.skipIf(peer === undefined).each(ways)(
  "the original's client and our server, generation $generation over $transport",
  ({ transport, generation }) => {
    test("prepare, execute several times, release and run", async () => {
      await using runner = new AsyncRunner(new InterpreterRunner());
      const answers = await play(transport, generation, runner, [
        "pull_schema",
        `prepare ${program("affine")}`,
        "execute 0 0500000000000000",
        "execute 0 f9ffffffffffffff",
        "release 0",
        "release 99",
        `run ${program("affine")} 0100000000000000`,
        `prepare ${program("const-text")}`,
        "execute 2 -",
      ]);
      expect(answers).toEqual([
        { ok: "" },
        { ok: 0 },
        { ok: "1100000000000000" },
        { ok: "edffffffffffffff" },
        { ok: null },
        { ok: null },
        { ok: "0500000000000000" },
        { ok: 2 },
        { ok: "08000000020000006869" },
      ]);
    });

    test("keep many calls in flight apart, and move 32 MiB", async () => {
      const runner = new EchoRunner();
      const answers = await play(transport, generation, runner, [
        `prepare ${program("identity")}`,
        "echo 0 1000 64 4",
        "echo 0 40 8 100000",
        `echo 0 1 1 ${32 * 1024 * 1024}`,
      ]);
      expect(answers).toEqual([
        { ok: 0 },
        ...Array.from({ length: 3 }, () => ({
          ok: { wrong: 0, seconds: expect.any(Number) as number },
        })),
      ]);
      // The client ended without a release.
      expect(runner.prepared).toBe(0);
    });

    test("pass errors on with their codes, and go on", async () => {
      await using runner = new AsyncRunner(new InterpreterRunner());
      const answers = await play(transport, generation, runner, [
        `prepare ${program("affine")}`,
        "execute 0 00",
        "execute 77 00",
        "execute 0 0000000000000000",
      ]);
      expect(answers).toMatchObject([
        { ok: 0 },
        { error: { code: "EXECUTION_ERROR" } },
        { error: { code: "PROGRAM_NOT_FOUND", display: "Program 77 not prepared" } },
        { ok: "0200000000000000" },
      ]);
    });
  },
);

describe.skipIf(peer === undefined)("our server", () => {
  test("tells the original's client what a compiler must know", async () => {
    await using runner = new AsyncRunner(new InterpreterRunner());
    expect(await play("TCP", "b", runner, ["get_externals"])).toEqual([
      { ok: ["repr:bytecode-lt", "std::fs"] },
    ]);
  });

  test("refuses a program of another kind where the original's panics", async () => {
    await using runner = new AsyncRunner(new InterpreterRunner());
    const calls = [`prepare ${program("affine-pg")}`, `prepare ${program("affine")}`];
    expect(await play("TCP", "b", runner, calls)).toMatchObject([
      { error: { code: "PREPARE_ERROR" } },
      { ok: 1 },
    ]);
  });

  test("serves clients of both generations side by side", async () => {
    await using listener = await listen(new EchoRunner(), options);
    const calls = [`prepare ${program("identity")}`, "echo 0 300 16 8"];
    const generations = ["a", "b", "a", "b"] as const;
    const sessions = await Promise.all(
      generations.map((generation) => playOverTcp(peer!, listener.address, calls, { generation })),
    );
    expect(sessions).toMatchObject(generations.map(() => [{ ok: 0 }, { ok: { wrong: 0 } }]));
  });
});
