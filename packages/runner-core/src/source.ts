/**
 * Names in Lutra source, for runners whose `getInterface` writes some.
 *
 * @module
 */
const keywords: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    "anno as const do else enum external false for func if import in internal let match module submodule then true " +
    "type where"
  ).split(" "),
);

// A type called Text would hide the one that fields beside it have; the last three mean a place in the project.
const standardNames = (
  "Bool Int8 Int16 Int32 Int64 Uint8 Uint16 Uint32 Uint64 Float32 Float64 Text Date Time Timestamp Duration Decimal " +
  "std super project"
).split(" ");

/** Writes a name as Lutra source, in backticks if it is no plain identifier. */
export function identifier(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name) ? name : `\`${name}\``;
}

/**
 * Returns `true` if Lutra has a way to write a name. Nothing can be escaped between backticks: the rest of such a name
 * would be read as source.
 */
export function isExpressible(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the rule looks for them
  return name !== "" && !/[`\u0000-\u001f\u007f]/.test(name);
}

/** Chooses names, each once: those of a module's declarations, or of a function's parameters. */
export class Declarations {
  readonly #taken: Set<string>;

  /** @param taken names, as Lutra source, that mean something else already, beside those of the standard library */
  constructor(...taken: readonly string[]) {
    this.#taken = new Set([...standardNames, ...taken]);
  }

  /** Returns the first of the given names that is free, as Lutra source; numbered if none is. */
  declare(...names: readonly string[]): string {
    const last = names.at(-1) ?? "";
    let name = names.map(identifier).find((each) => !this.#taken.has(each));
    for (let i = 2; name === undefined; i++) {
      const numbered = identifier(`${last}${i}`);
      if (!this.#taken.has(numbered)) name = numbered;
    }
    this.#taken.add(name);
    return name;
  }
}
