import { describe, expect, it } from "vitest";
import {
  array,
  bytes,
  DecodeError,
  enumOf,
  float64,
  int32,
  int64,
  option,
  text,
  tuple,
  unit,
} from "../../src/index.ts";

const shape = enumOf({ dot: unit, circle: float64 });
const row = tuple({ id: int32, title: text, size: option(int64), shape, image: bytes });
const rows = array(row);

const values = Array.from({ length: 100 }, (_, id) => ({
  id,
  // Text takes other ways when it is long, or not ASCII, and there is no Buffer to help.
  title:
    ["", "Gladiator", "Amélie", "千と千尋の神隠し", "🎬".repeat(200), "a".repeat(5000)][id % 6] ??
    "",
  size: id % 3 === 0 ? null : 2n ** 62n + BigInt(id),
  shape: id % 2 === 0 ? { tag: "dot" as const } : { tag: "circle" as const, value: id / 3 },
  image: Uint8Array.from({ length: id }, (_unused, i) => i),
}));

describe("codecs in a browser", () => {
  it("runs without Node's globals", () => {
    expect("Buffer" in globalThis).toBe(false);
  });

  it("writes the bytes of the format", () => {
    const movie = tuple({ id: int32, title: text });
    expect([...movie.encode({ id: 5, title: "Up" })]).toEqual([
      5, 0, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, 0x55, 0x70,
    ]);
  });

  it("reads back what it wrote", () => {
    expect(rows.decode(rows.encode(values))).toEqual(values);
  });

  it("refuses every truncation", () => {
    const encoded = rows.encode(values.slice(0, 2));
    for (let length = 0; length < encoded.length; length++)
      expect(() => rows.decode(encoded.slice(0, length))).toThrow(DecodeError);
  });
});
