import type { AnyCodec } from "@lutra/bin";
import { emitModule, type ModuleText } from "@lutra/bin/emit";
import { valueCodecOf } from "../types/value-options.ts";
import type { CodecNeeds, CodecTexts, HalfCodec } from "./codec-texts.ts";
import type { Imports } from "./imports.ts";
import type { PartNames } from "./part-names.ts";

/** Writes codecs as straight-line code: a function that reads and one that writes for each type. */
export function straightLineTexts(
  { declared, encoders, decoders, constantOf, isBranded, typeOf }: CodecNeeds,
  parts: PartNames,
  imports: Imports,
): CodecTexts {
  const named = ({ codec, suggested }: HalfCodec) => [parts.of(codec, suggested), codec] as const;
  const emitted = emitModule(Object.fromEntries(declared.map(named)), {
    typeOf,
    nameOf: (codec) => parts.of(codec),
    expressionOf: (codec) => expressionOf(codec, imports),
    constantOf,
    isBranded,
    encoders: Object.fromEntries(encoders.map(named)),
    decoders: Object.fromEntries(decoders.map(named)),
  });
  imports.use("@lutra/bin/generated", ...usedImports(emitted));
  imports.use("@lutra/bin", ...emitted.combinators);
  return {
    order: declared,
    constant: ({ codec }) => emitted.codecs[parts.of(codec)]!,
    encoder: (codec) => emitted.encoders[parts.of(codec)]!,
    decoder: (codec) => emitted.decoders[parts.of(codec)]!,
    functions: emitted.functions,
  };
}

/** Returns the expression of a codec that an option has chosen, and notes its import. */
export function expressionOf(codec: AnyCodec, imports: Imports): string | undefined {
  const expression = valueCodecOf(codec)?.expression;
  if (expression !== undefined) imports.use("@lutra/bin", expression.split(".")[0]!);
  return expression;
}

/** Returns the imports of the emitted code, without types that no function mentions. */
function usedImports({ imports, functions }: ModuleText): readonly string[] {
  return imports.filter((name) => {
    const type = /^type (.+)$/.exec(name)?.[1];
    return type === undefined || functions.includes(`: ${type},`);
  });
}
