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
    if (error instanceof Error && error.name === "DecodeError") {
      error.message +=
        "; the codec of the output may not fit the program: checkedProgram compares them";
    }
    throw error;
  }
}
