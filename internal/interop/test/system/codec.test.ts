import { inspect, isDeepStrictEqual } from "node:util";
import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { createRandom } from "@lutra-internal/testing";
import { codecFor, completeTypes } from "@lutra/bin";
import { compileCodec } from "@lutra/bin/jit";
import { encodeLtd } from "@lutra/bin/program";
import { escapeControls, renderSource } from "@lutra/bin/render";
import { describe, expect, test } from "vitest";
import {
  asCompiled,
  buildPeer,
  bytesOf,
  codecAnswers,
  codecLine,
  createSampler,
  digitsOf,
  randomType,
} from "../../src/index.ts";

const { path: peer } = await buildPeer();

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
      const compiled = compileCodec(codec);
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
        const again = compiled.encode(compiled.decode(encoded));
        if (!isDeepStrictEqual(again, encoded)) wrong.push(`compiled: ${text}`);
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

  test("print 20,000 random values as the same source", async () => {
    const random = createRandom(9);
    const lines: string[] = [];
    const expected: string[] = [];
    for (let i = 0; i < 2_000; i++) {
      const bare = randomType(random);
      const { ty, defs } = completeTypes(bare.ty, bare.defs);
      const sample = createSampler({ ty, defs });
      const codec = codecFor(ty, defs);
      lines.push(codecLine("type", encodeLtd(ty, defs, sample(random).value)));
      for (let j = 0; j < 10; j++) {
        const { value } = sample(random);
        lines.push(codecLine("source", codec.encode(value)));
        // The original loses the sign of decimals above -1.
        expected.push(renderSource(value, ty, defs).replaceAll(/-0\.(\d\d)\b/g, "0.$1"));
      }
    }
    const answers = await codecAnswers(peer!, lines);
    const printed = answers.filter((_, i) => lines[i]!.startsWith("source"));
    // A string may begin with U+FEFF, which a decoder would swallow.
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
    // The original leaves characters that hide or act on a terminal as they are.
    const sources = printed.map((answer) =>
      escapeControls(decoder.decode(bytesOf(answer.slice("ok ".length))), { keepLines: true }),
    );
    const different = sources.flatMap((source, i) =>
      source === expected[i] ? [] : [{ source, expected: expected[i] }],
    );
    expect(different.slice(0, 3)).toEqual([]);
    expect(sources).toHaveLength(20_000);
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
