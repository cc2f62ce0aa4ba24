/** A type with one column of its own: a standard scalar, or bits without a meaning. */
export type Scalar =
  | { readonly kind: "bool" | "text" }
  | { readonly kind: "float"; readonly bits: 32 | 64 }
  | {
      readonly kind: "integer";
      readonly bits: 8 | 16 | 32 | 64;
      /** False for types that have values above the signed range of the bits. */
      readonly isSigned: boolean;
    };

/**
 * Returns the scalar of a name such as `Int64`, `Date` or `prim8`.
 *
 * Databases have no unsigned integers: an unsigned value is sent as the signed one of the same bits.
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
      return { kind: "integer", bits: 32, isSigned: true };
    default:
      return {
        kind: "integer",
        bits: widths[/\d+$/.exec(name)?.[0] ?? "64"] ?? 64,
        isSigned: !/^(?:Uint|prim)/.test(name),
      };
  }
}

const widths: Readonly<Record<string, 8 | 16 | 32 | 64>> = { 8: 8, 16: 16, 32: 32, 64: 64 };
