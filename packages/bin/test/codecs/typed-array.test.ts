import { expect, test, vi } from "vitest";

test("typed arrays are refused on a machine with the other order of bytes", async () => {
  const { Uint16Array: Native } = globalThis;
  vi.stubGlobal(
    "Uint16Array",
    class extends Native {
      constructor([first = 0]: number[]) {
        super([first << 8]);
      }
    },
  );
  vi.resetModules();
  const { int32, typedArray } = await import("../../src/index.ts");
  expect(() => typedArray(int32)).toThrow(
    new TypeError("typed arrays hold the format's numbers on little-endian machines only"),
  );
  vi.unstubAllGlobals();
  vi.resetModules();
  const afresh = await import("../../src/index.ts");
  expect(() => afresh.typedArray(afresh.int32)).not.toThrow();
});
