import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { detectGeneration, generationA } from "../../src/generation-a.ts";
import { generationB, type Protocol } from "../../src/index.ts";
import { requestBytes } from "../support/frames.ts";

const { protocolA, protocolB } = vectors();

test.each(protocolA.filter(({ dir }) => dir === "client"))("A: $name", ({ body }) => {
  expect(detectGeneration(bytesFromHex(body))?.generation).toBe("A");
});

test.each(protocolB.filter(({ dir }) => dir === "client"))("B: $name", ({ body }) => {
  expect(detectGeneration(bytesFromHex(body))?.generation).toBe("B");
});

test.each([0, 1, 0x400, 0x401, 0x402, 0x04000000, 2 ** 32 - 1])(
  "B is found whatever the first request id: %d",
  (id) => {
    const program = new Uint8Array(35).fill(2);
    const payload = new Uint8Array(9);
    for (const programId of [0, 4, 8, 12]) {
      for (const bytes of [
        requestBytes(generationB, { kind: "prepare", id, programId, program }),
        requestBytes(generationB, { kind: "execute", id, programId, input: payload }),
        requestBytes(generationB, { kind: "release", id, programId }),
        requestBytes(generationB, { kind: "getInterface", id }),
        requestBytes(generationB, { kind: "getExternals", id }),
      ]) {
        expect(detectGeneration(bytes.subarray(4))?.generation).toBe("B");
      }
    }
  },
);

test.each([
  ["A", generationA],
  ["B", generationB],
])("an execute of %s without input is one, whatever its ids", (name, protocol: Protocol) => {
  for (let id = 0; id < 40; id++) {
    for (let programId = 0; programId < 40; programId++) {
      const request = { kind: "execute", id, programId, input: new Uint8Array() } as const;
      const body = requestBytes(protocol, request).subarray(4);
      expect(detectGeneration(body)?.generation).toBe(name);
    }
  }
});

test.each([
  [
    "both are exact, and neither carries a program",
    "00 04000000 04000000 08000000 08000000 04000000 00000000",
    "B",
  ],
  [
    "both are exact, and as A it executes",
    "01 04000000 04000000 0c000000 08000000 08000000 0000000000000000",
    "A",
  ],
  [
    "an execute of A with trailing bytes, which B reads too",
    "01 04000000 00000000 0c000000 02000000 05000000 0102 ff",
    "B",
  ],
  ["a release of B with trailing bytes", "01000000 02 04000000 07000000 6363", "B"],
  [
    "a prepare of B with trailing bytes, whose id is as A begins",
    "00040000 00 04000000 00000000 08000000 05000000 0204000000 ff",
    "B",
  ],
  ["a query of B without its padding", "01000000 03", "B"],
  [
    "a prepare of A with other pointers",
    "00 06000000 ffff 03000000 0a000000 05000000 ffff 0204000000",
    "A",
  ],
  [
    "as A a prepare with other pointers, of no program",
    "00 06000000 ffff 03000000 0a000000 05000000 ffff 0304000000",
    "B",
  ],
  [
    "an execute of A with other pointers",
    "01 06000000 ffff 00000000 0c000000 02000000 05000000 0102",
    "A",
  ],
  [
    "an execute of A after a gap, in which only the array is as B writes it",
    "01 14000000 ffffffffffffffff 08000000 12000000 00000000 0c000000 02000000 05000000 0102",
    "A",
  ],
  ["a frame of A with another tag", "03 04000000 00000000", "B"],
  ["nothing that decodes", "ff ff ff ff ff ff ff ff ff", "B"],
  ["an empty frame", "", "B"],
])("%s", (_, hex, generation) => {
  expect(detectGeneration(bytesFromHex(hex))?.generation).toBe(generation);
});

test("the query of an unreleased version is neither, and no other frame like it", () => {
  expect(detectGeneration(bytesFromHex("03 00000000"))).toBeUndefined();
  for (const other of ["04 00000000", "03 01000000", "03 00000001", "03 00000000 00"])
    expect(detectGeneration(bytesFromHex(other))?.generation).toBe("B");
});
