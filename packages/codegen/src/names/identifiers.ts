import { isIdentifier } from "@lutra/bin/emit";

/**
 * Joins the words of a name, each with a capital first: `sold_on` becomes `SoldOn`.
 *
 * Characters that no identifier may have separate words. The result is empty if nothing else is there.
 */
export function pascalCase(name: string): string {
  const words = name.split(/[^\p{ID_Continue}$]+|_+/u).filter((word) => word !== "");
  return startSafely(words.map((word) => capital(word)).join(""));
}

/** Does the same as {@link pascalCase}, with a small letter first: `sales-report` becomes `salesReport`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  // A name in capitals stays one: `SQL` is `sql`, `SQLTables` is `sqlTables`.
  const [capitals = ""] = /^\p{Lu}+(?=\p{Lu}\p{Ll}|$)|^\p{Lu}/u.exec(pascal) ?? [];
  return capitals.toLowerCase() + pascal.slice(capitals.length);
}

/** Makes a type's name of the last segment of a path: as it is, if it can be. */
export function typeName(name: string): string {
  const cleaned = name.replaceAll(/[^\p{ID_Continue}$]+/gu, "_");
  if (!isIdentifier(name)) return pascalCase(name) || "Type";
  return /^\p{Ll}/u.test(name) ? pascalCase(name) : startSafely(cleaned);
}

/** Leaves the characters that may be part of a name of a function in generated code. */
export function asciiName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_$]/g, "");
}

function capital(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.slice(first.length);
}

function startSafely(name: string): string {
  return name === "" || /^[\p{ID_Start}_$]/u.test(name) ? name : `_${name}`;
}
