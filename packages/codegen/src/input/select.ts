import { matcher, unmatchedPatterns } from "../names/glob.ts";

/** Choice of functions by their names, such as `movies::search`. */
export interface Selection {
  /** Patterns of functions to take; `*` stands for a part of a name. @default all */
  readonly include?: readonly string[] | undefined;
  /** Patterns of functions to leave out. @default none */
  readonly exclude?: readonly string[] | undefined;
}

/**
 * Makes a test of paths of functions.
 *
 * @example
 * const isWanted = selector({ include: ["shop::**"], exclude: ["**::test_*"] });
 * isWanted(["shop", "orders"]); // true
 */
export function selector({
  include = ["**"],
  exclude = [],
}: Selection): (path: readonly string[]) => boolean {
  const [isIncluded, isExcluded] = [matcher(include), matcher(exclude)];
  return (path) => {
    const name = path.join("::");
    return isIncluded(name) && !isExcluded(name);
  };
}

/** Says which patterns match none of the programs that there are. */
export function selectionWarnings(
  { include = [], exclude = [] }: Selection,
  paths: readonly (readonly string[])[],
): readonly string[] {
  const names = paths.map((path) => path.join("::"));
  return [
    ...unmatchedPatterns("include", include, "program", names),
    ...unmatchedPatterns("exclude", exclude, "program", names),
  ];
}
