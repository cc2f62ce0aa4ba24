import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { TextSlice } from "../../src/memory/text-slice.ts";
import { createSearch } from "../../src/native/text-search.ts";

test.each([1, 2, 8, 9, 20])(
  "patterns of %d bytes are found where they first are, or nowhere",
  (length) => {
    const random = createRandom(length);
    const bytesOf = (count: number): Uint8Array =>
      Uint8Array.from({ length: count }, () => random.below(2));
    for (let round = 0; round < 300; round++) {
      const bytes = bytesOf(random.below(100));
      // Half of them are in the text.
      const start = random.below(Math.max(1, bytes.length - length));
      const pattern = round % 2 === 0 ? bytes.slice(start, start + length) : bytesOf(length);
      if (pattern.length === 0) continue;
      const slice = new TextSlice({ bytes: pattern } as TextSlice["chunk"], 0, pattern.length);
      const from = random.below(3);
      const expected = Buffer.from(bytes).indexOf(pattern, from);
      expect(createSearch(slice)(bytes, Math.min(from, bytes.length), bytes.length)).toBe(expected);
    }
  },
);
