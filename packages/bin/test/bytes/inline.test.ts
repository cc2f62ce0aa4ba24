import { expect, it } from "vitest";
import { array, float32, float64 } from "../../src/index.ts";
import { compileCodec } from "../../src/jit.ts";

// Long arrays of floats are made otherwise than short ones, from 16,384 on.
it.each([1, 16_383, 16_384, 16_385, 100_000])("reads %i floats, and no more", (count) => {
  const values = Array.from({ length: count }, (_, i) => i / 2);
  for (const codec of [array(float64), array(float32)].flatMap((each) => [
    each,
    compileCodec(each),
  ])) {
    const decoded = codec.decode(codec.encode(values));
    expect(decoded).toHaveLength(count);
    expect(decoded.every((value, i) => value === values[i])).toBe(true);
  }
});
