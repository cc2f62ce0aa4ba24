import type { CodeKind, NumberKind } from "../values/kinds.ts";

/** The ten kinds of numbers, in the order of their names in function suffixes. */
export const numberKinds: readonly NumberKind[] = [
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float32",
  "float64",
];

/** Returns the number kind of that name. */
export function numberKind(name: string): NumberKind | undefined {
  return numberKinds.find((kind) => kind === name);
}

/**
 * Returns the representation of values of the type that a function's suffix names. `Time` is compared as a signed
 * number.
 */
export function kindOfSuffix(name: string): CodeKind | undefined {
  switch (name) {
    case "bool":
    case "text":
      return name;
    case "date":
      return "int32";
    case "time":
    case "duration":
    case "timestamp":
    case "decimal":
      return "int64";
    default:
      return numberKind(name);
  }
}
