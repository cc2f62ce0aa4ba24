import { FoldCode } from "../../code/fold.ts";
import type { Slot } from "../../code/slot.ts";
import type { Argument } from "../../compile/scope.ts";
import type { External } from "../../compile/external.ts";
import { type NumberKind, readerOf } from "../../values/kinds.ts";
import { arithmeticOf } from "../arithmetic.ts";
import { arrayOpener } from "./source.ts";
import type { LayoutArgs } from "../layout-args.ts";
import type { Integer64 } from "../../values/integer64.ts";
import { valueExternal } from "./value-external.ts";

/** Creates `fold`: the accumulator after the last item. */
export function fold(args: LayoutArgs): External {
  const itemBytes = args.number();
  return {
    arity: 3,
    build: (builder, [array, first, fn]) => {
      const items = builder.code(array as Argument);
      const initial = builder.code(first as Argument);
      const { slots, body, steps } = builder.lambda(fn as Argument, [undefined, "data"]);
      const [accumulator, item] = slots as [Slot, Slot];
      return new FoldCode(builder.machine, {
        items,
        itemBytes,
        initial,
        accumulator,
        item,
        body,
        steps,
      });
    },
  };
}

/** Creates `sum`: the sum of the items, added in order and in the kind of the items. */
export function sum(args: LayoutArgs, kind: NumberKind): External {
  const itemBytes = args.number();
  const { add } = arithmeticOf(kind);
  const read = readerOf<NumberKind>(kind);
  return valueExternal(kind, 1, (builder, array) => {
    const { machine } = builder;
    const items = builder.code(array);
    return () => {
      const open = arrayOpener(machine, items, itemBytes);
      return () => {
        const start = open();
        const { count } = machine;
        const { view } = machine.chunk;
        machine.step(count);
        // The first item is the start, so that the sum of [-0.0] is -0.0.
        let total: Integer64 = count > 0 ? read(view, start) : 0;
        for (let i = 1; i < count; i++) total = add(total, read(view, start + i * itemBytes));
        return total as never;
      };
    };
  });
}

/**
 * Creates `mean`: the sum, in the kind of the items, divided as a float by their number; not a number if there are
 * none.
 */
export function mean(args: LayoutArgs, kind: NumberKind): External {
  const itemBytes = args.number();
  const { add } = arithmeticOf(kind);
  const read = readerOf<NumberKind>(kind);
  return valueExternal("float64", 1, (builder, array) => {
    const { machine } = builder;
    const items = builder.code(array);
    return () => {
      const open = arrayOpener(machine, items, itemBytes);
      return () => {
        const start = open();
        const { count } = machine;
        const { view } = machine.chunk;
        machine.step(count);
        let total: Integer64 = 0;
        for (let i = 0; i < count; i++) total = add(total, read(view, start + i * itemBytes));
        return Number(total) / count;
      };
    };
  });
}

/** Creates `all`: `true` if no item is false. */
export function all(): External {
  return search(false);
}

/** Creates `any`: `true` if some item is true. */
export function any(): External {
  return search(true);
}

/** Finds a truth value among the items; for `all`, one that differs from it. */
function search(wanted: boolean): External {
  return valueExternal("bool", 1, (builder, array) => {
    const { machine } = builder;
    const items = builder.code(array);
    return () => {
      const open = arrayOpener(machine, items, 1);
      return () => {
        const start = open();
        const { count } = machine;
        const { view } = machine.chunk;
        machine.step(count);
        for (let i = 0; i < count; i++) {
          if ((view.getUint8(start + i) !== 0) === wanted) return wanted;
        }
        return !wanted;
      };
    };
  });
}
