import { expect, test } from "vitest";
import { frame } from "../../src/stream/frame.ts";
import { RawStream } from "../../src/stream/raw-stream.ts";

/** Returns a stream on which these chunks arrive, and then its end. */
function receiving(...chunks: readonly (readonly number[] | Uint8Array)[]): RawStream {
  const readable = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(Uint8Array.from(chunk));
      controller.close();
    },
  });
  return new RawStream({ readable, writable: new WritableStream() });
}

const bodies = [[1, 2, 3], [], Array.from({ length: 300 }, (_, i) => i % 256)];
const sent = bodies.flatMap((body) => [...frame(body)]);

test.each([
  ["whole", [sent]],
  ["byte by byte", sent.map((byte) => [byte])],
  ["in two parts", [sent.slice(0, 5), sent.slice(5)]],
])("frames that arrive %s have their bodies", async (_, chunks) => {
  const stream = receiving(...chunks);
  for (const body of bodies) expect(await stream.frame()).toEqual(Uint8Array.from(body));
  expect(await stream.frame()).toBeUndefined();
});

test("a frame that is cut off is the end", async () => {
  expect(await receiving([3, 0, 0]).frame()).toBeUndefined();
  expect(await receiving([3, 0, 0, 0, 1, 2]).frame()).toBeUndefined();
});

test("a response has ten bytes or more", async () => {
  const response = [7, 0, 0, 0, 2, 4, 0, 0, 0, 1];
  expect(await receiving(frame(response)).response("release")).toEqual({
    id: 7,
    tag: 2,
    isError: true,
  });
  await expect(receiving(frame(response.slice(0, 9))).response("release")).rejects.toThrow(
    "release: a response of 9 bytes is too short",
  );
  await expect(receiving().response("release")).rejects.toThrow(
    "release: the stream ended before the response",
  );
});
