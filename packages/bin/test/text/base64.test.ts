import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "../../src/text/base64.ts";

test("bytes of any length are those of Node's base64, and come back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(text)).toStrictEqual(bytes);
      expect(fromBase64(text.replaceAll("=", ""))).toStrictEqual(bytes);
      expect(fromBase64(Buffer.from(bytes).toString("base64url"))).toStrictEqual(bytes);
    }),
    { seed: 7 },
  );
});

test.each(["A", "A===", "AB=", "ABC==", "AB C", "AB\n=", "Aé==", "AB==AB==", "AB==", "ABD="])(
  "%j is refused",
  (text) => expect(fromBase64(text)).toBeUndefined(),
);

test.each("! * , . : ; @ [ ` { ~".split(" "))("%j is no digit of base64", (character) => {
  expect(fromBase64(`AA${character}A`)).toBeUndefined();
});
