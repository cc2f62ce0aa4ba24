import type { CodecOps } from "../bytes/codec-ops.ts";
import type { AnyCodec, Shape } from "../codecs/base/codec.ts";
import { resolveNames } from "../codecs/base/shape.ts";
import { Emitter } from "./emitter.ts";
import { isOpaque } from "./part.ts";
import { support } from "./support.ts";

/**
 * Compiles the code of a codec, by `new Function`.
 *
 * Text of the type, such as names of fields, only gets into the code as string literals.
 *
 * @returns functions that do what `codec.ops` do; `codec.ops` themselves for a type without parts
 * @throws EvalError where code must not be made from strings
 */
export function compileOps(codec: AnyCodec): CodecOps {
  // Finds what is wrong with the type, with the errors of its own functions.
  const { ops } = codec;
  const resolved = resolveNames(codec);
  if (isOpaque(resolved) || resolved.shape.kind === "scalar") return ops;
  const opaque = new Map<AnyCodec, number>();
  const named = new Map<Shape, number>();
  const emitter = new Emitter({
    nameOf: ({ shape }) => String(numberOf(named, shape)),
    opsOf: (part) => `ops${numberOf(opaque, part)}`,
    typeOf: undefined,
  });
  const read = emitter.reader(codec);
  const write = emitter.writer(codec);
  const text = emitter.finish();
  const parameters = [...emitter.support, ...[...opaque.values()].map((number) => `ops${number}`)];
  const body = `"use strict";\n${text}\nreturn { read: ${read}, write: ${write} };`;
  // oxlint-disable-next-line typescript/no-implied-eval -- the purpose of `@lutra/bin/jit`, which is opt-in
  const link = new Function(...parameters, body) as (...values: readonly unknown[]) => CodecOps;
  return link(
    ...emitter.support.map((name) => support[name]),
    ...[...opaque.keys()].map(({ ops }) => ops),
  );
}

/** Returns the number of a key, which a new one gets. */
function numberOf<K>(numbers: Map<K, number>, key: K): number {
  const known = numbers.get(key) ?? numbers.size;
  numbers.set(key, known);
  return known;
}
