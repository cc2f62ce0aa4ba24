import { expect, test } from "vitest";
import { int8 } from "../../src/index.ts";

test.each([[[1]], ["\u0001"], [null], [new ArrayBuffer(1)], [new DataView(new ArrayBuffer(1))]])(
  "%o is not decoded",
  (bytes) => {
    expect(() => int8.decode(bytes as never)).toThrow(new TypeError("decode takes a Uint8Array"));
  },
);

test("bytes of a Buffer are decoded", () => {
  expect(int8.decode(Buffer.of(255))).toBe(-1);
});
