import type { NameClash } from "../types/type-names.ts";
import type { Entry } from "./entries.ts";

/** Returns advice about what the user may want to change. */
export function moduleWarnings(
  clashes: readonly NameClash[],
  entries: readonly Entry[],
): readonly string[] {
  return [...clashes.map(clashWarning), ...entries.flatMap(misfitWarning)];
}

function clashWarning({ path, wanted, given }: NameClash): string {
  return `${path} is called ${given}, because there is another ${wanted}: set names: { "${path}": "..." } for another name`;
}

function misfitWarning({ source, parameters: { misfit } }: Entry): readonly string[] {
  if (misfit === undefined) return [];
  const shown = misfit.map((name) => name ?? "_").join(", ");
  return [
    `${source.path.join("::")}: the parameters of its source (${shown}) do not fit the program: the source is newer; compile it again`,
  ];
}
