import { copyItems } from "../../memory/array.ts";
import type { Code, Place } from "../../code/code.ts";
import type { Slot } from "../../code/slot.ts";
import type { External } from "../../compile/external.ts";
import { isScalarKind, sizeOfKind } from "../../values/kinds.ts";
import type { Machine } from "../../memory/machine.ts";
import { arrayOpener, placeExternal } from "./source.ts";
import { type Comparison, comparisonOf, type Located } from "./comparison.ts";
import type { LayoutArgs } from "../layout-args.ts";
import { optionOf, placeFlatSome, placeNone, placeSome } from "./option.ts";
import { keyBytes, sortedOrder } from "./sorted-order.ts";

/** Creates `sort`: the items in ascending order of their keys; those with equal keys keep their order. */
export function sort(args: LayoutArgs): External {
  const layout = args.layout();
  return placeExternal(3, (builder, array, key, compare) => {
    const { machine } = builder;
    const items = builder.code(array);
    const { slots, body, steps } = builder.lambda(key, ["data"]);
    const item = slots[0] as Slot;
    const makeComparison = comparisonOf(builder, compare);
    const make = (): Place => {
      const open = arrayOpener(machine, items, layout.size);
      const comparison = makeComparison();
      const keyOf = keyReader(machine, comparison, body);
      return () => {
        const start = open();
        const chunk = machine.chunk;
        const count = machine.count;
        machine.step(count * steps);
        item.chunk = chunk;
        machine.reserve(count * keyBytes);
        const keys: unknown[] = [];
        for (let i = 0; i < count; i++) {
          item.position = start + i * layout.size;
          keys.push(keyOf());
        }
        const order = sortedOrder(machine, keys, comparison);
        for (let i = 0; i < count; i++) order[i] = start + (order[i] as number) * layout.size;
        return copyItems(machine, chunk, order, layout);
      };
    };
    return { make, describe: () => items.shape() };
  });
}

/** Creates `min`: the least item; the last of equal ones. */
export function min(args: LayoutArgs): External {
  return extreme(args, (order) => order <= 0);
}

/** Creates `max`: the greatest item; the last of equal ones. */
export function max(args: LayoutArgs): External {
  return extreme(args, (order) => order >= 0);
}

/** Creates a search for an item; one replaces the best so far if its order relative to that is wanted. */
function extreme(args: LayoutArgs, isWanted: (order: number) => boolean): External {
  const itemBytes = args.number();
  const format = optionOf(itemBytes);
  return placeExternal(2, (builder, array, compare) => {
    const { machine } = builder;
    const items = builder.code(array);
    const makeComparison = comparisonOf(builder, compare);
    return () => {
      const open = arrayOpener(machine, items, itemBytes);
      const comparison = makeComparison();
      const place = isScalar(comparison, itemBytes) ? placeFlatSome : placeSome;
      return () => {
        const start = open();
        const chunk = machine.chunk;
        const count = machine.count;
        machine.step(count);
        if (count === 0) return placeNone(machine, format);
        let found = start;
        let best = comparison.load(chunk, start);
        for (let i = 1; i < count; i++) {
          const position = start + i * itemBytes;
          const value = comparison.load(chunk, position);
          if (isWanted(comparison.compare(value, best))) {
            found = position;
            best = value;
          }
        }
        return place(machine, format, chunk, found);
      };
    };
  });
}

/** Returns `true` if a comparison compares a number or truth value, and nothing else. */
function isScalar({ kind }: Comparison, itemBytes: number): boolean {
  return kind !== undefined && isScalarKind(kind) && sizeOfKind(kind) === itemBytes;
}

/** Evaluates a key to the form that a comparison takes. */
function keyReader(machine: Machine, comparison: Comparison, key: Code): () => unknown {
  if (comparison.kind !== undefined) return key.value(comparison.kind);
  const place = key.place();
  return (): Located => {
    const position = place();
    return { chunk: machine.chunk, position };
  };
}
