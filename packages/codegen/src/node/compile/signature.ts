import { splitParameters } from "../../input/source-docs.ts";

/**
 * Tells by its head if a function has type parameters, or functions among its parameters, so that it has no program.
 *
 * @param signature Lutra source such as `func best(movies: [Movie]): Movie`
 */
export function isGeneric(signature: string): boolean {
  const head = signature.replaceAll(/`[^`]*`/g, "x");
  return /\bwhere\b|\bfunc \(/.test(head);
}

/** Returns the names of a function's parameters by its head; `undefined` for one that is a type only. */
export function parametersOf(signature: string): readonly (string | undefined)[] {
  return splitParameters(signature.slice(signature.indexOf("(") + 1)).map((part) => {
    const [, quoted, plain] =
      /^\s*(?:`([^`]*)`|([\p{L}_$][\p{L}\p{N}_$]*))\s*:(?!:)/u.exec(part) ?? [];
    return quoted ?? plain;
  });
}
