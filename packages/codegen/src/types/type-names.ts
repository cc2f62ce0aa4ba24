import { unmatched } from "../names/glob.ts";
import { pascalCase, typeName } from "../names/identifiers.ts";
import type { Scope } from "../names/scope.ts";
import { shortestTails } from "../names/shortest-tails.ts";
import type { DeclaredType, InlineOrigin } from "./declared-type.ts";

/** A type whose name had to be changed because another has it. */
export interface NameClash {
  /** Path in the sources, or the place. */
  readonly path: string;
  readonly wanted: string;
  readonly given: string;
}

/** Names of declared types. */
export interface TypeNames {
  readonly names: ReadonlyMap<DeclaredType, string>;
  readonly clashes: readonly NameClash[];
  /** Sentences on chosen names that are for no type. */
  readonly unused: readonly string[];
}

/**
 * Gives every declared type a name: first those that have one in the sources, then the others, which are called after
 * the place where they are.
 *
 * @param chosen names by path, such as `orders::Row`, that the caller prefers
 */
export function nameTypes(
  declared: readonly DeclaredType[],
  scope: Scope,
  chosen: Readonly<Record<string, string>>,
): TypeNames {
  const names = new Map<DeclaredType, string>();
  const clashes: NameClash[] = [];
  const known: string[] = [];
  const give = (type: DeclaredType, path: string, own: string): void => {
    known.push(path);
    const wanted = Object.hasOwn(chosen, path) ? chosen[path]! : own;
    const isTaken = scope.has(wanted);
    const given = scope.take(wanted);
    names.set(type, given);
    if (isTaken) clashes.push({ path, wanted, given });
  };
  const definitions = declared.filter(({ origin }) => origin.kind === "definition");
  const paths = definitions.map(({ origin }) => (origin.kind === "definition" ? origin.path : []));
  const tails = shortestTails(paths);
  for (const [i, type] of definitions.entries()) {
    give(type, paths[i]!.join("::"), tailName(tails[i]!));
  }
  for (const type of declared) {
    if (type.origin.kind !== "inline") continue;
    const name = inlineName(type.origin, names);
    give(type, name, name);
  }
  const unused = Object.keys(chosen)
    .filter((path) => !known.includes(path))
    .map((path) => unmatched("names", path, "type", known));
  return { names, clashes, unused };
}

function tailName(tail: readonly string[]): string {
  const modules = tail.slice(0, -1).map(pascalCase).join("");
  return modules + (modules === "" ? typeName(tail.at(-1)!) : pascalCase(tail.at(-1)!));
}

function inlineName({ within, steps }: InlineOrigin, names: ReadonlyMap<DeclaredType, string>) {
  const words = steps.map(pascalCase);
  if ("codec" in within) return names.get(within)! + words.join("");
  if (within.side === "output" && words[0] === "Item") {
    return `${within.pascal}Row${words.slice(1).join("")}`;
  }
  const side = within.side === "input" ? "Input" : "Output";
  return `${within.pascal}${side}${words.join("")}`;
}
