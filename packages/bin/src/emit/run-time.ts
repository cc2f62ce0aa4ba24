import type { CodecOps } from "../bytes/codec-ops.ts";
import type { AnyCodec } from "../codecs/base/codec.ts";
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
  const opaque: AnyCodec[] = [];
  let names = 0;
  const emitter = new Emitter({
    nameOf: () => String(names++),
    opsOf: (part) => {
      const known = opaque.indexOf(part);
      return `ops${known < 0 ? opaque.push(part) - 1 : known}`;
    },
    typeOf: undefined,
  });
  const read = emitter.reader(codec);
  const write = emitter.writer(codec);
  const text = emitter.finish();
  const parameters = [...emitter.support, ...opaque.map((_, i) => `ops${i}`)];
  const body = `"use strict";\n${text}\nreturn { read: ${read}, write: ${write} };`;
  // oxlint-disable-next-line typescript/no-implied-eval -- the purpose of `@lutra/bin/jit`, which is opt-in
  const link = new Function(...parameters, body) as (...values: readonly unknown[]) => CodecOps;
  return link(...emitter.support.map((name) => support[name]), ...opaque.map(({ ops }) => ops));
}
