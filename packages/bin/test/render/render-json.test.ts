import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { codecFor } from "../../src/codec-for.ts";
import { parseJson } from "../../src/parse.ts";
import { renderJson } from "../../src/render.ts";
import { defsOf, tyOf } from "../support/vector-type.ts";

describe("the values of the original", () => {
  test.each(vectors().values)("$name goes through JSON unchanged", (vector) => {
    const ty = tyOf(vector.ty);
    const defs = defsOf(vector.defs);
    const value = codecFor(ty, defs).decode(bytesFromHex(vector.hex));
    const json = renderJson(value, ty, defs);
    expect(parseJson(json, ty, defs)).toStrictEqual(value);
    const indented = renderJson(value, ty, defs, { indent: 2 });
    expect(JSON.parse(indented)).toStrictEqual(JSON.parse(json));
    expect(parseJson(indented, ty, defs)).toStrictEqual(value);
  });
});
