const keywords: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    "anno as const do else enum external false for func if import in internal let match module submodule then true " +
    "type where"
  ).split(" "),
);

/** A name as Lutra source, in backticks if it is no plain identifier. */
export function identifier(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_]*$/.test(name) && !keywords.has(name) ? name : `\`${name}\``;
}

/**
 * Whether Lutra has a way to write a name. Nothing can be escaped between backticks: the rest of such a name would be
 * read as source.
 */
export function isExpressible(name: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return name !== "" && !/[`\u0000-\u001f\u007f]/.test(name);
}

const standardTypes =
  "Bool Int8 Int16 Int32 Int64 Uint8 Uint16 Uint32 Uint64 Float32 Float64 Text Date Time Timestamp Duration Decimal".split(
    " ",
  );

/** Gives out names of declarations, each once per module. */
export class Declarations {
  // A row type called Text would hide the type of its own columns.
  private readonly taken: Set<string> = new Set(standardTypes);

  /** The first of the given names that is free; numbered if none is. */
  declare(...names: readonly string[]): string {
    const last = names.at(-1) ?? "";
    let name = names.find((each) => !this.taken.has(each));
    for (let i = 2; name === undefined; i++) {
      if (!this.taken.has(`${last}${i}`)) name = `${last}${i}`;
    }
    this.taken.add(name);
    return identifier(name);
  }
}
