// The full figure; `../frame-reader.test.ts` has a small version.
import { createRandom } from "@lutra-internal/testing";
import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { generationA } from "../../src/generation-a.ts";
import { FrameReader, FrameWriter, generationB, type Protocol } from "../../src/index.ts";
import { Collector, concat, frame, maxFrameBytes, requestBytes } from "../support/frames.ts";

/** One direction of a connection: the bytes that one side sends, and the reader of the other side. */
interface Direction {
  readonly name: string;
  /** Complete frames, as encoders write them. */
  readonly frames: readonly Uint8Array[];
  /** Position of a payload, for the reader of this side. */
  readonly payloadOffset: number;
  /** Reads a message where it lies, and writes it again. */
  readonly copy: (writer: FrameWriter, bytes: Uint8Array, start: number, end: number) => void;
}

const { protocolA, protocolB } = vectors();

const directions: readonly Direction[] = [
  [generationA, protocolA],
  [generationB, protocolB],
].flatMap(([protocol, all]) => directionsOf(protocol as Protocol, all as typeof protocolA));

function directionsOf(protocol: Protocol, all: typeof protocolA): Direction[] {
  const framesOf = (sender: string): Uint8Array[] =>
    all.filter(({ dir }) => dir === sender).map(({ body }) => frame(bytesFromHex(body)));
  return [
    {
      name: `requests of generation ${protocol.generation}`,
      frames: framesOf("client"),
      payloadOffset: protocol.inputOffset,
      copy: (writer, bytes, start, end) =>
        void protocol.writeRequest(writer, protocol.readRequest(bytes, start, end)),
    },
    {
      name: `responses of generation ${protocol.generation}`,
      frames: framesOf("server"),
      payloadOffset: protocol.outputOffset,
      copy: (writer, bytes, start, end) =>
        protocol.writeResponse(writer, protocol.readResponse(bytes, start, end)),
    },
  ];
}

/** One for all rounds: a writer starts with a slab of 64 KiB. */
const collector = new Collector();
const writer = new FrameWriter(collector, maxFrameBytes);

/** Sends a stream in pieces of 1 to `longest` bytes and compares what is read from them, written again. */
function expectSame(
  { payloadOffset, copy }: Direction,
  stream: Uint8Array,
  longest: number,
  random: (n: number) => number,
): void {
  const reader = new FrameReader(maxFrameBytes, payloadOffset);
  collector.chunks = [];
  for (let at = 0; at < stream.length;) {
    const end = Math.min(stream.length, at + 1 + random(longest));
    reader.push(stream.subarray(at, end));
    for (let found = reader.next(); found !== undefined; found = reader.next())
      copy(writer, found.bytes, found.start, found.end);
    at = end;
  }
  writer.flush();
  if (reader.partialBytes > 0) throw new Error("the last frame is not complete");
  if (Buffer.compare(collector.bytes(), stream) !== 0) throw new Error("other frames were read");
}

/** Runs rounds that differ by their seed, which a failure names. */
function repeat(rounds: number, round: (random: (n: number) => number) => void): number {
  const seeds = createRandom(1);
  let done = 0;
  for (; done < rounds; done++) {
    const seed = seeds.bits();
    try {
      round(createRandom(seed).below);
    } catch (cause) {
      throw new Error(`with seed ${seed}: ${String(cause)}`, { cause });
    }
  }
  return done;
}

test.each(directions)("25,000 random chunkings give the same messages: $name", (direction) => {
  const { frames } = direction;
  const rounds = repeat(25_000, (random) => {
    const sent = Array.from({ length: 1 + random(8) }, () => frames[random(frames.length)]!);
    const stream = concat(sent);
    // From single bytes to the whole stream, each scale as often.
    const longest = Math.floor(stream.length ** (random(1001) / 1000));
    expectSame(direction, stream, longest, random);
  });
  expect(rounds).toBe(25_000);
});

test("1,000 random chunkings of frames that outgrow their first buffer give the same messages", () => {
  const direction = directions.find(({ name }) => name === "requests of generation B")!;
  const input = new Uint8Array(300_000).map((_, i) => i >> 7);
  const rounds = repeat(1000, (random) => {
    const stream = concat(
      Array.from({ length: 3 }, (_, id) =>
        requestBytes(generationB, {
          kind: "execute",
          id,
          programId: 0,
          input: input.subarray(0, random(random(2) === 0 ? 100 : input.length)),
        }),
      ),
    );
    expectSame(direction, stream, 1 + random(20_000), random);
  });
  expect(rounds).toBe(1000);
});
