import type { Ty } from "@lutra/bin";
import type { Definition } from "@lutra/compiler";

/**
 * Returns the names of the parameters of a program: of a function that takes several, each with a name of its own.
 *
 * @param program path of a function, or an expression, which has none
 */
export function parameterNames(
  definitions: readonly Definition[],
  program: string,
): readonly string[] | undefined {
  const found = definitions.find(({ path }) => path.join("::") === program.trim());
  const names = found?.parameters?.filter((name) => name !== undefined) ?? [];
  const areAllNamed = names.length === found?.parameters?.length;
  return names.length > 1 && areAllNamed && new Set(names).size === names.length
    ? names
    : undefined;
}

/** Returns an input type with the names of parameters, which the compiler leaves out of it. */
export function withNames(ty: Ty, names: readonly string[]): Ty {
  const { kind } = ty;
  if (kind.tag !== "tuple" || kind.value.length !== names.length) return ty;
  const value = kind.value.map((field, i) => ({ ...field, name: names[i] ?? null }));
  return { ...ty, kind: { ...kind, value } };
}
