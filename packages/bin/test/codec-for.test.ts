import { bytesFromHex, hexFromBytes, vectors } from "@lutra-internal/fixtures";
import { describe, expect, it } from "vitest";
import { codecFor } from "../src/codec-for.ts";
import { layoutOf } from "../src/layout-of.ts";
import { defsOf, tyOf } from "./support/vector-type.ts";

describe("codecFor", () => {
  it.each(vectors().values.map((vector) => [vector.name, vector] as const))(
    "reads and writes the vector %s",
    (_name, vector) => {
      const codec = codecFor(tyOf(vector.ty), defsOf(vector.defs));
      const value = codec.decode(bytesFromHex(vector.hex));
      expect(hexFromBytes(codec.encode(value))).toBe(vector.hex.replaceAll(" ", ""));
      const layout = layoutOf(tyOf(vector.ty), defsOf(vector.defs));
      expect(layout).toEqual({ headSize: vector.headBits, bodyPtrs: vector.bodyPtrs });
      expect(codec.headBytes * 8).toBe(vector.headBits);
    },
  );
});
