// The whole of what React needs: a key for the calls of a program. There is no package for it.
import type { InputOf } from "@lutra/runner-core";
import type { PortableProgram } from "@lutra/runner-core/generated";

/**
 * Returns the key of a call: the hashes of the program and the bytes of the input. Both are canonical, so that equal
 * inputs have equal keys, whatever they are made of; a `bigint` has no JSON.
 */
export function programKey<I, O>(
  program: PortableProgram<I, O>,
  input: NoInfer<InputOf<I>>,
): readonly string[] {
  const hashes = program.programs.map(({ hash }) => hash ?? "");
  const bytes = program.input.encode(input as I);
  return [...hashes, Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")];
}
