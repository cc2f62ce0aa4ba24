import type { Decoder } from "@lutra/bin";
import { outputLimits } from "./output-limits.ts";

/**
 * Decodes the output of a program, within `outputLimits`.
 *
 * @throws DecodeError whose message adds that the codec may not be the program's
 */
export function decodeOutput<O>(decoder: Decoder<O>, output: Uint8Array): O {
  try {
    return decoder.decode(output, outputLimits);
  } catch (error) {
    const failure = Object(error) as Error;
    // By name: the codec may come from another copy of the package.
    if (failure.name === "DecodeError")
      failure.message += "; the codec may not fit the program: see checkedProgram";
    throw error;
  }
}
