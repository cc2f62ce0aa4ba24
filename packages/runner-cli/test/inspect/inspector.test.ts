import { FrameWriter, generationB } from "@lutra/runner-binary";
import { expect, test } from "vitest";
import { Inspector } from "../../src/inspect/inspector.ts";

/** Creates an inspector whose clock stands still until it is set, and keeps what it tells. */
function inspecting(): { inspector: Inspector; lines: string[]; clock: { ms: number } } {
  const lines: string[] = [];
  const clock = { ms: 100 };
  const inspector = new Inspector(
    (line) => lines.push(line),
    () => clock.ms,
  );
  return { inspector, lines, clock };
}

/** Returns the frames of messages. */
function framesOf(write: (writer: FrameWriter) => void): Uint8Array {
  const written: Uint8Array[] = [];
  const stream = { write: async (chunks: readonly Uint8Array[]) => void written.push(...chunks) };
  const writer = new FrameWriter(stream, 1000);
  write(writer);
  writer.flush();
  return new Uint8Array(Buffer.concat(written));
}

const request = framesOf((to) => generationB.writeRequest(to, { kind: "getInterface", id: 5 }));

test("a response tells how long it took, and one without a request that there was none", () => {
  const { inspector, lines, clock } = inspecting();
  inspector.push("->", request);
  clock.ms += 25.5;
  const response = framesOf((writer) =>
    generationB.writeResponse(writer, { kind: "getInterface", id: 5, source: "x" }),
  );
  inspector.push("<-", new Uint8Array([...response, ...response]));
  inspector.push("->", request);
  expect(lines).toEqual([
    "generation B of the protocol",
    "-> #5 getInterface",
    '<- #5 interface "x"  (after 25.5 ms)',
    '<- #5 interface "x"  (to no request)',
    "-> #5 getInterface",
  ]);
});

test("a direction that ends inside a frame says how far it came", () => {
  const { inspector, lines } = inspecting();
  inspector.push("->", request.subarray(0, 6));
  inspector.end("->");
  inspector.end("<-");
  expect(lines).toEqual(["-> end inside a frame, 6 bytes into it", "<- end"]);
});

const mebibyte = 1024 * 1024;
const told = "<- no frames any more: a frame of 268435457 bytes";

test.each([
  [256 * mebibyte, ["<- end inside a frame, 5 bytes into it"]],
  [256 * mebibyte + 1, [told, "<- end"]],
])("a frame of %i bytes is told as %j", (size, expected) => {
  const { inspector, lines } = inspecting();
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, size, true);
  inspector.push("<-", head);
  inspector.push("<-", new Uint8Array([1]));
  inspector.end("<-");
  expect(lines.map((line) => line.slice(0, told.length))).toEqual(expected);
});
