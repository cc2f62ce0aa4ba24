import { arrayHeadBytes, newArray, openArray } from "../../memory/array.ts";
import type { External } from "../../compile/external.ts";
import { type NumberKind, readerOf, sizeOfKind, writerOf } from "../../values/kinds.ts";
import { arithmeticOf } from "../arithmetic.ts";
import { placeExternal } from "./source.ts";
import type { LayoutArgs } from "../layout-args.ts";
import type { Integer64 } from "../../values/integer64.ts";

/** Creates `sequence`: the integers from the first up to the last, which is left out. */
export function sequence(kind: NumberKind): External {
  const layout = { size: sizeOfKind(kind), pointers: [] };
  const write = writerOf<NumberKind>(kind);
  const { add } = arithmeticOf(kind);
  return placeExternal(2, (builder, from, to) => {
    const { machine } = builder;
    const first = builder.code(from);
    const last = builder.code(to);
    return () => {
      const runFirst = first.value(kind);
      const runLast = last.value(kind);
      return () => {
        const start: Integer64 = runFirst();
        const end: Integer64 = runLast();
        const count = Math.max(Number(BigInt(end) - BigInt(start)), 0);
        machine.step(count);
        const result = newArray(machine, count, layout);
        const { view } = machine.chunk;
        let at = result + arrayHeadBytes;
        let value = start;
        for (let i = 0; i < count; i++) {
          write(view, at, value as never);
          at += layout.size;
          value = add(value, 1);
        }
        return result;
      };
    };
  });
}

/**
 * Creates `rolling_mean`: the mean of each item's window. A window's sum is the one before it, plus the item that
 * enters, minus the one that leaves; floats are rounded in that order, and integers wrap around.
 */
export function rollingMean(args: LayoutArgs, kind: NumberKind): External {
  const itemBytes = args.number();
  const { add, sub } = arithmeticOf(kind);
  const read = readerOf<NumberKind>(kind);
  const write = writerOf("float64");
  return placeExternal(3, (builder, array, preceding, following) => {
    const { machine } = builder;
    const items = builder.code(array);
    const before = builder.code(preceding);
    const after = builder.code(following);
    return () => {
      const place = items.place();
      const runBefore = before.value("uint32");
      const runAfter = after.value("uint32");
      return () => {
        const head = place();
        const source = machine.chunk;
        const reach = runBefore() + 1;
        const ahead = runAfter();
        machine.chunk = source;
        const start = openArray(machine, head, itemBytes);
        const count = machine.count;
        const { view } = machine.chunk;
        machine.step(count);
        const result = newArray(machine, count, { size: 8, pointers: [] });
        const target = machine.chunk.view;
        let total: Integer64 = 0;
        let next = 0;
        let old = 0;
        const enter = (): void => {
          if (next < count) total = add(total, read(view, start + next++ * itemBytes));
        };
        for (let i = Math.min(ahead, count); i > 0; i--) enter();
        for (let i = 0; i < count; i++) {
          enter();
          if (i >= reach) total = sub(total, read(view, start + old++ * itemBytes));
          write(target, result + arrayHeadBytes + i * 8, Number(total) / (next - old));
        }
        return result;
      };
    };
  });
}
