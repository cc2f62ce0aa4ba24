import { bytesFromHex, programCases, vectors } from "@lutra-internal/fixtures";
import { DecodeError } from "@lutra/bin";
import {
  bytecodeProgramCodec,
  irProgramCodec,
  programCodec,
  programTypeCodec,
} from "@lutra/bin/program";
import { expectErrors } from "../expect-errors.ts";
import { maxInputBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

/** Programs and signatures that the original's compiler wrote. */
function seeds(): readonly Uint8Array[] {
  const { programs, programs_0_5_1: older } = vectors();
  const hex = [
    ...[...programs, ...older].flatMap(({ program, programType }) => [program, programType]),
    ...programCases().flatMap(({ interpreter, program_type_hex: type }) => [
      interpreter.program_hex ?? "",
      type,
    ]),
  ];
  return hex.map(bytesFromHex).filter(({ length }) => length > 0 && length < maxInputBytes / 2);
}

/** Programs and signatures. What is decoded can be encoded, and is decoded as the same again. */
function fuzz(data: Uint8Array): void {
  for (const codec of [programCodec, programTypeCodec, bytecodeProgramCodec, irProgramCodec])
    for (const value of expectErrors([DecodeError], () => codec.decode(data))) {
      const bytes = codec.encode(value as never);
      const again = codec.encode(codec.decode(bytes, { maxExpansion: Infinity }) as never);
      if (Buffer.compare(bytes, again) !== 0)
        throw new Error("the value is encoded differently the second time");
    }
}

export const target: Target = { seeds, fuzz };
