import { type AnyCodec, codecFor } from "@lutra/bin";
import { parsePrintedTypes } from "@lutra/bin/program";

/** Returns the codec of a type as `lutra compile` prints it. */
export function printedCodec(type: string): AnyCodec {
  const { input, defs } = parsePrintedTypes(`Input: ${type}\nOutput: Int64`);
  return codecFor(input, defs);
}
