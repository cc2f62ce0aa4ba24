import { expect, test } from "vitest";
import { countScalars } from "../../src/native/text-utf8.ts";
import { bytesText } from "./call.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Counts scalar values with the platform's decoder; returns `undefined` for bytes that are not UTF-8. */
function expected(bytes: Uint8Array): number | undefined {
  try {
    return Array.from(decoder.decode(bytes)).length;
  } catch {
    return undefined;
  }
}

function counted(bytes: Uint8Array): number | undefined {
  try {
    return countScalars(bytesText(bytes));
  } catch {
    return undefined;
  }
}

const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
const tails = [[], [0x80], [0x7f], [0xbf, 0x80], [0x80, 0x7f], [0x80, 0xc0], [0xbf, 0xbf, 0x41]];

test("any first bytes are counted, or refused, as the platform decodes them", () => {
  const wrong: string[] = [];
  for (let first = 0; first < 256; first++) {
    for (const start of [[first], ...edges.map((second) => [first, second])]) {
      for (const tail of tails) {
        const bytes = Uint8Array.of(...start, ...tail);
        if (counted(bytes) !== expected(bytes)) wrong.push(Buffer.from(bytes).toString("hex"));
      }
    }
  }
  expect(wrong).toEqual([]);
});

test("the error says where the text is not UTF-8", () => {
  expect(() => countScalars(bytesText(Uint8Array.of(0x61, 0xc3, 0xa9, 0xff, 0x61)))).toThrow(
    "bad input data: a Text is not valid UTF-8, at byte 3 of its 5",
  );
});
