import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import {
  frame,
  noExternalsFrame,
  programFrame,
  queryFrame,
  releaseFrame,
  responseHead,
  uint32,
} from "../../src/stream/frame.ts";

const { protocolB } = vectors();
const bodyOf = (name: string): Uint8Array => {
  const vector = protocolB.find((each) => each.name === name);
  if (vector === undefined) throw new Error(`the vectors lack ${name}`);
  return bytesFromHex(vector.body);
};

test.each([
  ["get_externals, id 0", queryFrame(0, "getExternals")],
  ["pull_schema, id 1", queryFrame(1, "getInterface")],
  ["execute, id 3, program 0, input 01 02", programFrame(3, "execute", 0, new Uint8Array([1, 2]))],
  ["release, id 8, unknown program 9", releaseFrame(8, 9)],
  ["externals ok [], request 7", noExternalsFrame(7)],
])("the frame of %s is that of the original", (name, actual) => {
  expect(actual).toEqual(frame(bodyOf(name)));
});

test("the frame of a program is that of the original", () => {
  const body = bodyOf("prepare, id 2, program_id 0");
  expect(programFrame(2, "prepare", 0, body.subarray(21))).toEqual(frame(body));
});

test.each(protocolB.filter(({ dir }) => dir === "server"))("head of: $name", ({ name, body }) => {
  const bytes = bytesFromHex(body);
  const [id, tag] = [bytes[0], bytes[4]];
  expect(responseHead(bytes)).toEqual({ id, tag, isError: name.includes(" err ") });
});

test.each([
  [0x01020304, [4, 3, 2, 1]],
  [0xff000000, [0, 0, 0, 255]],
  [0xfffefdfc, [0xfc, 0xfd, 0xfe, 0xff]],
])("a number is written from its lowest byte: %i", (value, bytes) => {
  expect(uint32(value)).toEqual(bytes);
});
