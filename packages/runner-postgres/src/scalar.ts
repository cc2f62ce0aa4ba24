/** A type with one column of its own: a standard scalar, or bits without a meaning. */
export type Scalar =
  | { readonly kind: "bool" | "text" }
  | { readonly kind: "float"; readonly bits: 32 | 64 }
  | { readonly kind: "integer"; readonly bits: 8 | 16 | 32 | 64 };

/**
 * The scalar of a name such as `Int64`, `Date` or `prim8`.
 *
 * Databases have no unsigned integers: whether bits have a sign makes no difference here.
 */
export function scalarOf(name: string): Scalar {
  switch (name) {
    case "Bool":
      return { kind: "bool" };
    case "Text":
      return { kind: "text" };
    case "Float32":
      return { kind: "float", bits: 32 };
    case "Float64":
      return { kind: "float", bits: 64 };
    case "Date":
      return { kind: "integer", bits: 32 };
    default:
      return { kind: "integer", bits: widths[/\d+$/.exec(name)?.[0] ?? "64"] ?? 64 };
  }
}

const widths: Readonly<Record<string, 8 | 16 | 32 | 64>> = { 8: 8, 16: 16, 32: 32, 64: 64 };
