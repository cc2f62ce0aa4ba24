import { expect, test, vi } from "vitest";
import { type AnyCodec, bytes, float64, int16, typedArray, uint8 } from "../../src/index.ts";
import { smallestBudget } from "../support/charge-of.ts";

test.each<readonly [string, AnyCodec, Uint8Array | Int16Array | Float64Array]>([
  ["bytes", bytes, Uint8Array.of(1, 2, 3)],
  ["one byte each", typedArray(uint8), Uint8Array.of(1, 2, 3)],
  ["two bytes each", typedArray(int16), Int16Array.of(1, -2)],
  ["eight bytes each", typedArray(float64), Float64Array.of(0.5, 1)],
])(
  "%s are a view of the input where they lie aligned, else a copy, which is charged",
  (_, codec, values) => {
    const width = values.BYTES_PER_ELEMENT;
    const copied = 112 + values.length * width;
    for (const shift of [0, 1, 4, 8]) {
      const input = codec.encode(values as never, { prefixBytes: shift }).subarray(shift);
      const read = (copy: boolean): [Uint8Array, number] => [
        codec.decode(input, { copy }) as Uint8Array,
        smallestBudget((limits) => codec.decode(input, { ...limits, copy })),
      ];
      const [shared, charge] = read(false);
      const [copy, chargeOfCopy] = read(true);
      expect([shared, copy]).toEqual([values, values]);
      const isView = shift % width === 0;
      expect(shared.buffer === input.buffer).toBe(isView);
      expect(copy.buffer).not.toBe(input.buffer);
      expect([charge, chargeOfCopy]).toEqual([isView ? 96 : 96 + copied, 96 + copied]);
    }
  },
);

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
