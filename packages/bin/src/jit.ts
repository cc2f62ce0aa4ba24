/**
 * Codecs as code made at run time.
 *
 * @module
 */
import type { Codec } from "./codecs/base/codec.ts";
import { isStackOverflow } from "./bytes/fault.ts";
import { withOps } from "./codecs/base/create-codec.ts";
import { compileOps } from "./emit/run-time.ts";

/**
 * Returns a codec of the same values and bytes whose functions are straight-line code, made by `new Function` on first
 * use.
 *
 * Errors, limits and options are those of `codec`. Where a Content Security Policy or the runtime forbids code made
 * from strings, `codec` itself is returned. Mappings keep their own functions.
 *
 * @example
 * const codec = compileCodec(codecFor(ty, defs));
 */
export function compileCodec<T, In = T>(codec: Codec<T, In>): Codec<T, In> {
  if (!allowsCode()) return codec;
  return withOps(codec, () => {
    try {
      return compileOps(codec);
    } catch (error) {
      // A type that nests too deeply to be described in one go.
      if (!isStackOverflow(error)) throw error;
      return codec.ops;
    }
  });
}

let allowed: boolean | undefined;

/** Tries it once: a page may report every attempt to its server. */
function allowsCode(): boolean {
  if (allowed === undefined) {
    try {
      // oxlint-disable-next-line typescript/no-implied-eval -- see `compileOps`
      allowed = new Function("return true")() === true;
    } catch {
      allowed = false;
    }
  }
  return allowed;
}
