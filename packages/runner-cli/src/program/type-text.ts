import type { Path, Ty, TyDef } from "@lutra/bin";
import { renderType } from "@lutra/bin/render";

/** Maximum number of parts of an expanded type; a larger one keeps its names. */
const maxParts = 500;

/**
 * Renders a type with its names expanded: `{query: {limit: Int64}, movies: [{title: Text}]}`. Names that are part of
 * themselves stay, and so do all of them if the result were too large; what they stand for is added after `where`.
 *
 * @param width characters that a line may have; a longer type takes several lines
 */
export function typeText(ty: Ty, defs: readonly TyDef[], width: number = Infinity): string {
  const names = new Map(defs.map((def) => [def.name.join("::"), def.ty]));
  const expansion = new Expansion(names);
  const expanded = expansion.of(ty, []);
  const isTooLarge = expansion.parts > maxParts;
  const kept = isTooLarge ? names : expansion.kept;
  const separator = width === Infinity ? ", " : "\n  ";
  const where = [...kept].map(([name, target]) => {
    const label = `${nameText(name)} = `;
    const body = isTooLarge ? target : expansion.of(target, [name]);
    return label + lines(body, width, 2, label.length);
  });
  const text = lines(isTooLarge ? ty : expanded, width, 0);
  if (where.length === 0) return text;
  return `${text}${width === Infinity ? " where " : "\nwhere\n  "}${where.join(separator)}`;
}

/** Replaces names by what they stand for, except where that would not end. */
class Expansion {
  readonly #names: ReadonlyMap<string, Ty>;
  /** Names that stay, with what they stand for. */
  readonly kept = new Map<string, Ty>();
  parts = 0;

  constructor(names: ReadonlyMap<string, Ty>) {
    this.#names = names;
  }

  /** @param within names that are being expanded */
  of(ty: Ty, within: readonly string[]): Ty {
    if (++this.parts > maxParts) return ty;
    const { kind } = ty;
    const as = (replaced: Ty["kind"]): Ty => ({ ...ty, kind: replaced });
    switch (kind.tag) {
      case "primitive":
        return ty;
      case "ident":
        return this.#named(ty, kind.value, within);
      case "array":
        return as({ tag: "array", value: this.of(kind.value, within) });
      case "tuple":
        return as({
          tag: "tuple",
          value: kind.value.map((field) => ({ ...field, ty: this.of(field.ty, within) })),
        });
      case "enum":
        return as({
          tag: "enum",
          value: kind.value.map((variant) => ({ ...variant, ty: this.of(variant.ty, within) })),
        });
      case "function":
        return ty;
    }
  }

  #named(ty: Ty, path: Path, within: readonly string[]): Ty {
    const name = path.join("::");
    const target = this.#names.get(name);
    // Those of the standard library have names that everyone knows.
    if (target === undefined || path[0] === "std") return ty;
    if (within.includes(name)) this.kept.set(name, target);
    if (this.kept.has(name)) return ty;
    const expanded = this.of(target, [...within, name]);
    return this.kept.has(name) ? ty : expanded;
  }
}

function nameText(name: string): string {
  return name.startsWith("std::") ? name.slice(5) : name;
}

/**
 * Renders a type on one line if it fits, else each of its parts on a line.
 *
 * @param used characters that stand beside the type and the indentation on its first line
 */
function lines(ty: Ty, width: number, indent: number, used: number = 0): string {
  const flat = renderType(ty);
  if (indent + used + flat.length <= width) return flat;
  const { kind } = ty;
  if (kind.tag === "array") return `[${lines(kind.value, width, indent, used + 2)}]`;
  if (kind.tag !== "tuple" && kind.tag !== "enum") return flat;
  const parts = kind.tag === "tuple" ? tupleParts(kind.value) : enumParts(ty, kind.value);
  const inner = parts.map(([label, part]) => {
    const rest = part === undefined ? "" : lines(part, width, indent + 2, label.length + 1);
    return `${" ".repeat(indent + 2)}${label}${rest},\n`;
  });
  const opening = kind.tag === "tuple" ? "{" : "enum {";
  return `${opening}\n${inner.join("")}${" ".repeat(indent)}}`;
}

type Part = readonly [label: string, ty: Ty | undefined];

function tupleParts(fields: readonly { readonly name: string | null; readonly ty: Ty }[]): Part[] {
  return fields.map(({ name, ty }) => [name === null ? "" : `${quoted(name)}: `, ty]);
}

function enumParts(
  { variantsRecursive }: Ty,
  variants: readonly { readonly name: string; readonly ty: Ty }[],
): Part[] {
  return variants.map(({ name, ty }, i) => {
    const label = `${variantsRecursive.includes(i) ? "@recursive " : ""}${quoted(name)}`;
    const isBare = ty.kind.tag === "tuple" && ty.kind.value.length === 0;
    return isBare ? [label, undefined] : [`${label}: `, ty];
  });
}

/** Writes a name as the language takes it. */
function quoted(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_]*$/.test(name) ? name : `\`${name}\``;
}
