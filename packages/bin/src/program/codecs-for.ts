import type { Codec } from "../codecs/base/codec.ts";
import { codecFor } from "../codecs/codec-for.ts";
import { programType } from "./compiled-program.ts";
import { forPrograms } from "./for-programs.ts";

/** Codecs of a program's input and output. */
export interface ProgramCodecs {
  readonly input: Codec<unknown>;
  readonly output: Codec<unknown>;
}

/**
 * Creates the codecs of a program whose signature is only known at run time.
 *
 * @param signature encoded `rr::ProgramType`, as the compiler writes it beside a program
 * @throws DecodeError for bytes that are no signature
 * @throws TypeError for a type without binary form
 *
 * @example
 * const { input, output } = codecsFor(signature);
 * const bytes = input.encode({ query: "fox" });
 */
export function codecsFor(signature: Uint8Array): ProgramCodecs {
  const { input, output, defs } = forPrograms(programType).decode(signature);
  return { input: codecFor(input, defs), output: codecFor(output, defs) };
}
