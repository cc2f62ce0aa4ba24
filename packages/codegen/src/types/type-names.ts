import { isIdentifier } from "@lutra/bin/emit";
import { CodegenError } from "../codegen-error.ts";
import { unmatched } from "../names/glob.ts";
import { pascalCase, typeName } from "../names/identifiers.ts";
import type { Holder, Scope } from "../names/scope.ts";
import { shortestTails } from "../names/shortest-tails.ts";
import type { DeclaredType, InlineOrigin } from "./declared-type.ts";

/** Names of declared types. */
export interface TypeNames {
  readonly names: ReadonlyMap<DeclaredType, string>;
  /** The types as warnings call them. */
  readonly holders: ReadonlyMap<DeclaredType, Holder>;
  /** Sentences on chosen names that are for no type, or that no type can have. */
  readonly warnings: readonly string[];
}

/**
 * Gives every declared type a name: first those that have one in the sources, then the others, which are called after
 * the place where they are.
 *
 * @param chosen names by path, such as `orders::Row`, that the caller prefers
 * @throws CodegenError for a chosen name that is no identifier
 */
export function nameTypes(
  declared: readonly DeclaredType[],
  scope: Scope,
  chosen: Readonly<Record<string, string>>,
): TypeNames {
  const names = new Map<DeclaredType, string>();
  const holders = new Map<DeclaredType, Holder>();
  const changed: string[] = [];
  const known: string[] = [];
  const give = (type: DeclaredType, path: string, own: string): void => {
    known.push(path);
    const isChosen = Object.hasOwn(chosen, path);
    const wanted = isChosen ? chosen[path]! : own;
    if (isChosen && !isIdentifier(wanted)) throw badName(path, wanted);
    const holder = typeHolder(path);
    holders.set(type, holder);
    const given = scope.take(wanted, holder);
    names.set(type, given);
    if (isChosen && given === `${wanted}_`) changed.push(reservedName(path, wanted, given));
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
  return { names, holders, warnings: [...unused, ...changed] };
}

function badName(path: string, wanted: string): CodegenError {
  return new CodegenError(
    `names: ${path} cannot be called ${JSON.stringify(wanted)}, which is no identifier`,
    "choose a name like OrderRow",
  );
}

function reservedName(path: string, wanted: string, given: string): string {
  return `names: ${path} is called ${given}, because ${wanted} has a meaning in TypeScript or in the module`;
}

/** Describes a type to those who look for its name. */
function typeHolder(path: string): Holder {
  return { title: path, remedy: `set names: { ${JSON.stringify(path)}: "..." } for another name` };
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
