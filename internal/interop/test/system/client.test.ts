import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { codecFor } from "@lutra/bin";
import { programTypeCodec } from "@lutra/bin/program";
import { type BinaryClient, generationB } from "@lutra/runner-binary";
import { generationA } from "@lutra/runner-binary/generation-a";
import { type Program, programFromBytes, typedProgram } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { buildPeer } from "../../src/index.ts";
import { withPeerServer } from "./transports.ts";

const { path: peer } = await buildPeer();

function vector(name: string): { readonly program: Program; readonly type: Uint8Array } {
  const found = vectors().programs.find((each) => each.name === name)!;
  return {
    program: programFromBytes(bytesFromHex(found.program)),
    type: bytesFromHex(found.programType),
  };
}

const identity = vector("identity").program;
const affine = vector("affine");
const { input, output, defs } = programTypeCodec.decode(affine.type);
const typedAffine = typedProgram(affine.program, codecFor(input, defs), codecFor(output, defs));
/** An SQL program without any type that the generations write differently: the one in the golden frames. */
const sqlProgram = bytesFromHex(
  vectors().protocolB.find(({ name }) => name.startsWith("prepare, id 9"))!.body,
).slice(21);
const four = (n: number): Uint8Array => new Uint8Array(new Uint32Array([n]).buffer);

const generations = [
  { generation: "b", protocol: generationB },
  { generation: "a", protocol: generationA },
] as const;
const ways = (["TCP", "stdio"] as const).flatMap((transport) =>
  generations.map((each) => ({ transport, ...each })),
);

describe.skipIf(peer === undefined).each(ways)(
  "our client and the original's server, generation $generation over $transport",
  ({ transport, ...options }) => {
    const withInterpreter = (use: (client: BinaryClient) => Promise<void>): Promise<void> =>
      withPeerServer(peer!, transport, options, use);
    const withEcho = (use: (client: BinaryClient) => Promise<void>): Promise<void> =>
      withPeerServer(peer!, transport, { ...options, runner: "echo" }, use);

    test("prepare, execute several times and release", () =>
      withInterpreter(async (client) => {
        const prepared = await client.prepare(affine.program);
        for (const x of [0n, 5n, -7n]) {
          const result = await client.execute(prepared, typedAffine.input.encode(x));
          expect(typedAffine.output.decode(result)).toBe(3n * x + 2n);
        }
        await client.release(prepared);
        await expect(client.execute(prepared, new Uint8Array(8))).rejects.toMatchObject({
          code: "PROGRAM_NOT_FOUND",
        });
      }));

    test("run programs side by side", () =>
      withInterpreter(async (client) => {
        const inputs = Array.from({ length: 100 }, (_, i) => BigInt(i));
        const outputs = await Promise.all(inputs.map((x) => client.run(typedAffine, x)));
        expect(outputs).toEqual(inputs.map((x) => 3n * x + 2n));
      }));

    test("keep 1,000 calls in flight apart", () =>
      withEcho(async (client) => {
        const prepared = await client.prepare(identity);
        const calls = Array.from({ length: 1_000 }, (_, i) => client.execute(prepared, four(i)));
        const results = await Promise.all(calls);
        expect(results.map((bytes) => Buffer.from(bytes).readUInt32LE(0))).toEqual(
          results.map((_, i) => i),
        );
      }));

    test("move the largest input and output that a frame holds", () =>
      withEcho(async (client) => {
        const prepared = await client.prepare(identity);
        // Generation B's response has the larger head: 22 bytes.
        const large = new Uint8Array(32 * 1024 * 1024 - 22).fill(7);
        large[12_345_678] = 1;
        const result = await client.execute(prepared, large);
        expect(Buffer.compare(result, large)).toBe(0);
        await expect(client.execute(prepared, new Uint8Array(2 ** 25))).rejects.toMatchObject({
          code: "FRAME_TOO_LARGE",
        });
        expect(await client.execute(prepared, four(1))).toEqual(four(1));
      }));

    test("pass a runner's errors on, and go on", () =>
      withEcho(async (client) => {
        const prepared = await client.prepare(identity);
        await expect(client.execute(prepared, bytesFromHex("ee"))).rejects.toMatchObject({
          name: "RunnerError",
          message: "boom",
          code: "EXECUTION_ERROR",
        });
        expect(await client.execute(prepared, four(9))).toEqual(four(9));
      }));
  },
);

describe.skipIf(peer === undefined)("generation B", () => {
  const options = { generation: "b", protocol: generationB } as const;

  test("asks what the original's interpreter offers", () =>
    withPeerServer(peer!, "TCP", options, async (client) => {
      expect(await client.getExternals()).toEqual(["repr:bytecode-lt", "std::fs"]);
      expect(await client.getInterface()).toBe("");
    }));

  test("reports a refused program when it is prepared", () =>
    withPeerServer(peer!, "TCP", { ...options, runner: "echo" }, async (client) => {
      await expect(client.prepare(vector("affine-pg").program)).rejects.toMatchObject({
        message: "bad",
        code: undefined,
      });
      await expect(
        client.prepare({ kind: "bytecodeLt", bytes: bytesFromHex("09 04 00 00 00") }),
      ).rejects.toMatchObject({
        message: "Invalid data for given type",
        code: "DECODE_ERROR",
      });
    }));

  test("settles every call when the original panics, and a new connection works", async () => {
    await withPeerServer(peer!, "TCP", options, async (client) => {
      // The interpreter takes any program and panics on those that are not bytecode.
      const prepared = await client.prepare(vector("affine-pg").program);
      const calls = Array.from({ length: 10 }, () => client.execute(prepared, four(1)));
      for (const outcome of await Promise.allSettled(calls)) {
        expect(outcome).toMatchObject({ reason: { code: "CONNECTION_CLOSED" } });
      }
      expect(await client.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
    });
  });
});

describe.skipIf(peer === undefined)("generation A", () => {
  const options = { generation: "a", protocol: generationA, runner: "echo" } as const;

  test("reports a refused program when it is executed", () =>
    withPeerServer(peer!, "TCP", options, async (client) => {
      const prepared = await client.prepare(programFromBytes(sqlProgram));
      await expect(client.execute(prepared, four(1))).rejects.toMatchObject({
        message: "bad",
        code: "PREPARE_ERROR",
      });
    }));

  test("has no question for externals, and knows no functions", () =>
    withPeerServer(peer!, "TCP", options, async (client) => {
      expect(await client.getInterface()).toBe("");
      expect(await client.getExternals()).toEqual([]);
    }));
});
