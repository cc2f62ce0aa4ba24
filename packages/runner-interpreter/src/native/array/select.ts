import type { Place } from "../../code/code.ts";
import { mergeShapes } from "../../code/known-shape.ts";
import { arrayHeadBytes, newArray, openArray } from "../../memory/array.ts";
import type { External } from "../../compile/external.ts";
import { copyHeads } from "../../memory/copy-head.ts";
import { toIndex } from "../../values/integer64.ts";
import { arrayOpener, placeExternal } from "./source.ts";
import type { LayoutArgs } from "../layout-args.ts";
import { placeNone, placeSome, readOptionFormat } from "./option.ts";
import { valueExternal } from "./value-external.ts";

/** Creates `count`: the length of an array, read from its head alone. */
export function count(): External {
  return valueExternal("int64", 1, (builder, array) => {
    const { machine } = builder;
    const items = builder.code(array);
    return () => {
      if (items.kind === "texts") {
        const run = items.value("texts");
        return () => run().length;
      }
      const place = items.place();
      return () => {
        const at = place();
        return machine.chunk.view.getUint32(at + 4, true);
      };
    };
  });
}

/** Creates `index`: the item at a position, if there is one. */
export function index(args: LayoutArgs): External {
  const itemBytes = args.number();
  const format = readOptionFormat(args.bytes(), itemBytes);
  return placeExternal(2, (builder, array, position) => {
    const { machine } = builder;
    const items = builder.code(array);
    const wanted = builder.code(position);
    return () => {
      const place = items.place();
      const run = wanted.value("int64");
      return () => {
        const at = place();
        const chunk = machine.chunk;
        const i = toIndex(run());
        machine.chunk = chunk;
        const start = openArray(machine, at, itemBytes);
        if (i < 0 || i >= machine.count) return placeNone(machine, format);
        return placeSome(machine, format, machine.chunk, start + i * itemBytes);
      };
    };
  });
}

/** Creates `slice`: the items between two positions; negative ones count from the end. */
export function slice(args: LayoutArgs): External {
  const layout = args.layout();
  return placeExternal(3, (builder, array, from, to) => {
    const { machine } = builder;
    const items = builder.code(array);
    const first = builder.code(from);
    const last = builder.code(to);
    const make = (): Place => {
      const place = items.place();
      const runFirst = first.value("int64");
      const runLast = last.value("int64");
      return () => {
        const at = place();
        const source = machine.chunk;
        const low = toIndex(runFirst());
        const high = toIndex(runLast());
        machine.chunk = source;
        const start = openArray(machine, at, layout.size);
        const length = machine.count;
        const chunk = machine.chunk;
        const begin = low < 0 ? Math.max(length + low, 0) : low;
        const end = Math.min(high < 0 ? Math.max(length + high, 0) : high, length);
        const size = Math.max(end - begin, 0);
        machine.step(size);
        const result = newArray(machine, size, layout);
        const target = machine.chunk;
        const position = start + begin * layout.size;
        copyHeads(chunk, position, target, result + arrayHeadBytes, size, layout);
        machine.chunk = target;
        return result;
      };
    };
    return { make, describe: () => items.shape() };
  });
}

/** Creates `append`: the items of one array, then those of another. */
export function append(args: LayoutArgs): External {
  const layout = args.layout();
  return placeExternal(2, (builder, left, right) => {
    const { machine } = builder;
    const leftItems = builder.code(left);
    const rightItems = builder.code(right);
    const make = (): Place => {
      const openLeft = arrayOpener(machine, leftItems, layout.size);
      const openRight = arrayOpener(machine, rightItems, layout.size);
      return () => {
        const leftStart = openLeft();
        const leftChunk = machine.chunk;
        const leftCount = machine.count;
        const rightStart = openRight();
        const rightChunk = machine.chunk;
        const rightCount = machine.count;
        machine.step(leftCount + rightCount);
        const result = newArray(machine, leftCount + rightCount, layout);
        const target = machine.chunk;
        const at = result + arrayHeadBytes;
        copyHeads(leftChunk, leftStart, target, at, leftCount, layout);
        const then = at + leftCount * layout.size;
        copyHeads(rightChunk, rightStart, target, then, rightCount, layout);
        machine.chunk = target;
        return result;
      };
    };
    return { make, describe: () => mergeShapes([leftItems.shape(), rightItems.shape()]) };
  });
}
