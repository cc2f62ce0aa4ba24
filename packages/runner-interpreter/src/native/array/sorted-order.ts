import type { CodeKind } from "../../values/kinds.ts";
import type { Machine } from "../../memory/machine.ts";
import type { Comparison } from "./comparison.ts";

/** Memory of one item while an order is computed: its value, its position, and what sorting takes. */
export const keyBytes = 40;

/** Kinds of at most 32 bits. */
const smallIntegers: ReadonlySet<CodeKind | undefined> = /* @__PURE__ */ new Set<CodeKind>([
  "int8",
  "int16",
  "int32",
  "uint8",
  "uint16",
  "uint32",
]);

/** Maximum number of items whose positions fit beside a 32-bit key in a safe integer. */
const maxPackedItems = 0x20_0000;

/** Returns the positions of values in ascending order, equal ones in order of position. */
export function sortedOrder(
  machine: Machine,
  values: readonly unknown[],
  comparison: Comparison,
): Float64Array {
  const count = values.length;
  machine.step(count * Math.ceil(Math.log2(count + 1)));
  if (count <= maxPackedItems && smallIntegers.has(comparison.kind)) {
    return packedOrder(values as readonly number[]);
  }
  const { compare } = comparison;
  const order = Float64Array.from({ length: count }, (_, i) => i);
  return order.sort((a, b) => compare(values[a], values[b]) || a - b);
}

/** Sorts keys and positions together as numbers, which needs no comparison function. */
function packedOrder(keys: readonly number[]): Float64Array {
  const packed = new Float64Array(keys.length);
  for (let i = 0; i < packed.length; i++) packed[i] = (keys[i] as number) * maxPackedItems + i;
  packed.sort();
  for (let i = 0; i < packed.length; i++) {
    const value = packed[i] as number;
    packed[i] = value - Math.floor(value / maxPackedItems) * maxPackedItems;
  }
  return packed;
}
