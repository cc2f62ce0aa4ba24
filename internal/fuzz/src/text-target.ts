import { ParseError } from "@lutra/bin/parse";
import type { Ty } from "@lutra/bin";
import { expectErrors } from "./expect-errors.ts";
import { sampleTypes } from "./sample-types.ts";
import type { Target } from "./target.ts";

/** A format of text. */
export interface TextFormat {
  readonly parse: (text: string, ty: Ty) => unknown;
  readonly render: (value: unknown, ty: Ty) => string;
  /** Texts to start with, besides what is rendered. */
  readonly samples: readonly string[];
}

/**
 * Creates a target for a parser of text. The first byte of an input picks one of the sample types. What is parsed is
 * rendered, and must read back as the same.
 */
export function textTarget({ parse, render, samples }: TextFormat): Target {
  return {
    seeds: () =>
      sampleTypes.flatMap((_ty, i) =>
        samples.map((text) => Uint8Array.from([i, ...Buffer.from(text)])),
      ),
    fuzz: (data) => {
      const ty = sampleTypes[(data[0] ?? 0) % sampleTypes.length]!;
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(data.subarray(1));
      for (const value of expectErrors([ParseError], () => parse(text, ty))) {
        const rendered = render(value, ty);
        const again = render(parse(rendered, ty), ty);
        if (again !== rendered)
          throw new Error(`${JSON.stringify(rendered)} reads back as ${JSON.stringify(again)}`);
      }
    },
  };
}
