/**
 * Tells by its head if a function has type parameters, or functions among its parameters, so that it has no program.
 *
 * @param signature Lutra source such as `func best(movies: [Movie]): Movie`
 */
export function isGeneric(signature: string): boolean {
  const head = signature.replaceAll(/`[^`]*`/g, "x");
  return /\bwhere\b|\bfunc \(/.test(head);
}
