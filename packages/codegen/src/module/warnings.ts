import type { NameClash } from "../names/scope.ts";
import type { Entry } from "./entries.ts";

/** Returns advice about what the user may want to change. */
export function moduleWarnings(
  clashes: readonly NameClash[],
  entries: readonly Entry[],
): readonly string[] {
  return [...clashes.map(clashWarning), ...entries.flatMap(misfitWarning)];
}

function clashWarning({ first, name, second, given }: NameClash): string {
  const isTwin = first.title === second.title;
  const other = isTwin ? "another one" : first.title;
  const remedy = isTwin ? undefined : (second.remedy ?? first.remedy);
  return `${second.title} is called ${given}, because ${other} has the name ${name}: ${remedy ?? "rename one of them in the sources"}`;
}

function misfitWarning({ source, parameters: { misfit } }: Entry): readonly string[] {
  if (misfit === undefined) return [];
  const shown = misfit.map((name) => name ?? "_").join(", ");
  return [
    `${source.path.join("::")}: the parameters of its source (${shown}) do not fit the program: the source is newer; compile it again`,
  ];
}
