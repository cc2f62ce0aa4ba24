import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { codecFor } from "../../src/codec-for.ts";
import { parseSource } from "../../src/parse.ts";
import { renderSource } from "../../src/render.ts";
import { defsOf, tyOf } from "../support/vector-type.ts";

/** The original loses the sign of decimals between -1 and 0; we do not. */
const corrected: Readonly<Record<string, string>> = { "decimal-small-neg": "-0.34" };

describe("the values of the original", () => {
  test.each(vectors().values)("$name is rendered as the original does, and read back", (vector) => {
    const ty = tyOf(vector.ty);
    const defs = defsOf(vector.defs);
    const codec = codecFor(ty, defs);
    const value = codec.decode(bytesFromHex(vector.hex));
    const source = renderSource(value, ty, defs);
    expect(source).toBe(corrected[vector.name] ?? vector.source);
    expect(parseSource(source, ty, defs)).toStrictEqual(value);
  });
});
