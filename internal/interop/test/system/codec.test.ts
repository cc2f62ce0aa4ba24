import { inspect, isDeepStrictEqual } from "node:util";
import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { codecFor, completeTypes } from "@lutra/bin";
import { encodeLtd } from "@lutra/bin/program";
import { describe, expect, test } from "vitest";
import {
  asCompiled,
  buildPeer,
  codecAnswers,
  codecLine,
  createRandom,
  createSampler,
  digitsOf,
  randomType,
} from "../../src/index.ts";

const peer = await buildPeer();

describe.skipIf(peer === undefined)("codecs beside the original's", () => {
  test("agree on 100,000 random values of 4,000 random types, in both directions", async () => {
    const random = createRandom(20_260_614);
    const lines: string[] = [];
    const expected: string[] = [];
    const wrong: string[] = [];
    for (let i = 0; i < 4_000; i++) {
      const bare = randomType(random);
      const type = completeTypes(bare.ty, bare.defs);
      if (!isDeepStrictEqual(type, asCompiled(bare))) wrong.push(`completed: ${inspect(type)}`);
      const sample = createSampler(type);
      const codec = codecFor(type.ty, type.defs);
      const described = encodeLtd(type.ty, type.defs, sample(random).value);
      lines.push(codecLine("type", described));
      expected.push(`ok ${digitsOf(described)}`);
      for (let j = 0; j < 25; j++) {
        const { value, text } = sample(random);
        const encoded = codec.encode(value);
        lines.push(codecLine("value", encoded));
        // The same bytes from its encoder, and the value that went into ours from its decoder.
        expected.push(`ok ${digitsOf(encoded)} ${text}`);
        if (!isDeepStrictEqual(codec.decode(encoded), value)) wrong.push(text);
      }
    }
    const answers = await codecAnswers(peer!, lines);
    const different = answers.flatMap((answer, i) =>
      answer === expected[i] ? [] : [{ line: lines[i], expected: expected[i], answer }],
    );
    expect({ count: different.length, first: different.slice(0, 3) }).toEqual({
      count: 0,
      first: [],
    });
    expect(wrong).toEqual([]);
    expect(answers).toHaveLength(4_000 * 26);
  });

  test("agree on the golden messages", async () => {
    const frames = vectors().protocolB;
    const lines = frames.map(({ dir, body }) =>
      codecLine(dir === "client" ? "request" : "response", bytesFromHex(body)),
    );
    expect(await codecAnswers(peer!, lines)).toEqual(
      frames.map(({ body }) => `ok ${digitsOf(bytesFromHex(body))}`),
    );
  });
});
