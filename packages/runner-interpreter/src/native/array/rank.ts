import { arrayHeadBytes, newArray } from "../../memory/array.ts";
import type { External } from "../../compile/external.ts";
import { sizeOfKind, writerOf } from "../../values/kinds.ts";
import { arrayOpener, placeExternal } from "./source.ts";
import { comparisonOf } from "./comparison.ts";
import type { LayoutArgs } from "../layout-args.ts";
import { keyBytes, sortedOrder } from "./sorted-order.ts";

/** Facts about an item when its rank is computed. */
interface Standing {
  /** Number of smaller items. */
  readonly smaller: number;
  /** Number of distinct values among the smaller items. */
  readonly smallerValues: number;
  /** Number of items that are smaller or equal. */
  readonly upTo: number;
  /** Number of all items. */
  readonly count: number;
}

/** Creates `rank`: one more than the number of smaller items. */
export function rank(args: LayoutArgs): External {
  return ranking(args, "int32", ({ smaller }) => smaller + 1);
}

/** Creates `rank_dense`: one more than the number of smaller values. */
export function rankDense(args: LayoutArgs): External {
  return ranking(args, "int32", ({ smallerValues }) => smallerValues + 1);
}

/** Creates `rank_percentile`: the share of smaller items among the others; not a number for a single item. */
export function rankPercentile(args: LayoutArgs): External {
  return ranking(args, "float64", ({ smaller, count }) => smaller / (count - 1));
}

/** Creates `cume_dist`: the share of items that are not greater. */
export function cumeDist(args: LayoutArgs): External {
  return ranking(args, "float64", ({ upTo, count }) => upTo / count);
}

function ranking(
  args: LayoutArgs,
  kind: "int32" | "float64",
  rankOf: (standing: Standing) => number,
): External {
  const itemBytes = args.number();
  const layout = { size: sizeOfKind(kind), pointers: [] };
  const write = writerOf(kind);
  return placeExternal(2, (builder, array, compare) => {
    const { machine } = builder;
    const items = builder.code(array);
    const makeComparison = comparisonOf(builder, compare);
    return () => {
      const open = arrayOpener(machine, items, itemBytes);
      const comparison = makeComparison();
      return () => {
        const start = open();
        const chunk = machine.chunk;
        const count = machine.count;
        machine.step(count);
        machine.reserve(count * keyBytes);
        const values: unknown[] = [];
        for (let i = 0; i < count; i++) values.push(comparison.load(chunk, start + i * itemBytes));
        const order = sortedOrder(machine, values, comparison);
        const result = newArray(machine, count, layout);
        const target = machine.chunk;
        const first = result + arrayHeadBytes;
        let smallerValues = 0;
        for (let smaller = 0; smaller < count; smallerValues++) {
          const value = values[order[smaller] as number];
          let upTo = smaller + 1;
          while (upTo < count && comparison.compare(value, values[order[upTo] as number]) === 0) {
            upTo++;
          }
          const standing = rankOf({ smaller, smallerValues, upTo, count });
          for (; smaller < upTo; smaller++) {
            write(target.view, first + (order[smaller] as number) * layout.size, standing);
          }
        }
        machine.chunk = target;
        return result;
      };
    };
  });
}
