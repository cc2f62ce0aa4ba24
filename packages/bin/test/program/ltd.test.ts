import { bytesFromHex, hexFromBytes, vectors } from "@lutra-internal/fixtures";
import { describe, expect, it } from "vitest";
import { codecFor } from "../../src/codecs/codec-for.ts";
import { decodeLtd, encodeLtd } from "../../src/program.ts";
import { defsOf, tyOf } from "../support/vector-type.ts";

const files = vectors().values.flatMap((vector) =>
  vector.ltd === undefined ? [] : [{ ...vector, ltd: bytesFromHex(vector.ltd) }],
);

describe("encodeLtd", () => {
  it.each(files)("writes $name as the original does, from a type made by hand", (vector) => {
    const ty = tyOf(vector.ty);
    const defs = defsOf(vector.defs);
    const value = codecFor(ty, defs).decode(bytesFromHex(vector.hex));
    expect(hexFromBytes(encodeLtd(ty, defs, value))).toBe(hexFromBytes(vector.ltd));
  });
});

describe("decodeLtd", () => {
  it.each(files)("reads $name and writes it again", (vector) => {
    const { ty, defs, data, codec } = decodeLtd(vector.ltd);
    expect(hexFromBytes(data)).toBe(vector.hex.replaceAll(" ", ""));
    expect(encodeLtd(ty, defs, codec.decode(data))).toEqual(vector.ltd);
  });
});
