import { encodeWith } from "@lutra/bin/transcode";
import { describe, expect, test } from "vitest";
import { writeTag } from "../src/index.ts";

/** Writes a tag into a head that is not empty, and returns all bytes and where the payload goes. */
function written(
  tag: number,
  layout: { readonly tagBytes: number; readonly innerBytes: number; readonly hasPtr: boolean },
  payloadBytes: number,
): { readonly bytes: readonly number[]; readonly place: number } {
  let place = -1;
  const headBytes = layout.tagBytes + layout.innerBytes;
  const bytes = encodeWith(
    (writer, _, at) => {
      writer.bytes.fill(0xee, at, at + headBytes);
      place = writeTag(writer, at, tag, layout, payloadBytes) - at;
    },
    headBytes,
    undefined,
  );
  return { bytes: [...bytes], place };
}

describe("a tag", () => {
  test.each([
    [0, 0, []],
    [200, 1, [200]],
    [258, 2, [2, 1]],
    [0x03_02_01, 3, [1, 2, 3]],
  ])("%i of %i bytes", (tag, tagBytes, bytes) => {
    const layout = { tagBytes, innerBytes: 0, hasPtr: false };
    expect(written(tag, layout, 0)).toEqual({ bytes, place: tagBytes });
  });

  test("points at a payload, whose place is empty", () => {
    const layout = { tagBytes: 1, innerBytes: 4, hasPtr: false };
    expect(written(7, layout, 2)).toEqual({ bytes: [7, 0, 0, 0, 0], place: 1 });
  });

  test("points to a payload that is larger", () => {
    const layout = { tagBytes: 1, innerBytes: 4, hasPtr: true };
    const { bytes, place } = written(7, layout, 8);
    expect(bytes.slice(0, 5)).toEqual([7, 4, 0, 0, 0]);
    expect(bytes).toHaveLength(5 + 8);
    expect(place).toBe(5);
  });

  test("points nowhere without a payload", () => {
    const layout = { tagBytes: 1, innerBytes: 4, hasPtr: true };
    expect(written(7, layout, 0)).toEqual({ bytes: [7, 0, 0, 0, 0], place: 1 });
  });
});
