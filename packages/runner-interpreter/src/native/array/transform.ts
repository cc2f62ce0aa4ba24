import {
  ArrayCollector,
  arrayHeadBytes,
  copyItems,
  newArray,
  openArray,
} from "../../memory/array.ts";
import type { Emit, Place, Run } from "../../code/code.ts";
import { arrayShape, itemShape, withLayout } from "../../code/known-shape.ts";
import { type Slot, SlotCode } from "../../code/slot.ts";
import type { External } from "../../compile/external.ts";
import type { Layout } from "../../memory/layout.ts";
import type { Machine } from "../../memory/machine.ts";
import { arrayOpener, placeExternal } from "./source.ts";
import type { LayoutArgs } from "../layout-args.ts";

/** Creates `map`: the result of the function for each item. */
export function map(args: LayoutArgs): External {
  const itemBytes = args.number();
  const layout = args.layout();
  return placeExternal(2, (builder, array, fn) => {
    const { machine } = builder;
    const items = builder.code(array);
    const { slots, body, steps } = builder.lambda(fn, [undefined]);
    const item = slots[0] as Slot;
    item.describe = () => itemShape(items.shape());
    const make = (): Place => {
      // The pieces of a split text need not become an array first.
      item.kind = items.kind === "texts" ? "text" : "data";
      const emit = body.emit(layout);
      if (item.kind === "text") {
        return mapTexts(machine, items.value("texts"), item, emit, layout, steps);
      }
      const open = arrayOpener(machine, items, itemBytes);
      return () => {
        const start = open();
        const count = machine.count;
        machine.step(count * steps);
        item.chunk = machine.chunk;
        const result = newArray(machine, count, layout);
        const chunk = machine.chunk;
        let at = result + arrayHeadBytes;
        for (let i = 0; i < count; i++) {
          item.position = start + i * itemBytes;
          emit(chunk, at);
          at += layout.size;
        }
        machine.chunk = chunk;
        return result;
      };
    };
    return { make, describe: () => arrayShape(withLayout(body.shape(), layout)) };
  });
}

function mapTexts(
  machine: Machine,
  run: Run<"texts">,
  item: Slot,
  emit: Emit,
  layout: Layout,
  steps: number,
): Place {
  return () => {
    const texts = run();
    machine.step(texts.length * steps);
    const result = newArray(machine, texts.length, layout);
    const chunk = machine.chunk;
    let at = result + arrayHeadBytes;
    for (let i = 0; i < texts.length; i++) {
      item.content = texts.at(i);
      emit(chunk, at);
      at += layout.size;
    }
    machine.chunk = chunk;
    return result;
  };
}

/** Creates `flat_map`: the items of the arrays that the function makes, in order. */
export function flatMap(args: LayoutArgs): External {
  const itemBytes = args.number();
  const layout = args.layout();
  return placeExternal(2, (builder, array, fn) => {
    const { machine } = builder;
    const items = builder.code(array);
    const { slots, body, steps } = builder.lambda(fn, ["data"]);
    const item = slots[0] as Slot;
    item.describe = () => itemShape(items.shape());
    const make = (): Place => {
      const open = arrayOpener(machine, items, itemBytes);
      const place = body.place();
      return () => {
        const start = open();
        const count = machine.count;
        machine.step(count * steps);
        item.chunk = machine.chunk;
        const result = new ArrayCollector(machine, layout);
        for (let i = 0; i < count; i++) {
          item.position = start + i * itemBytes;
          const from = openArray(machine, place(), layout.size);
          machine.step(machine.count);
          result.add(machine.chunk, from, machine.count, (i + 1) / count);
        }
        return result.finish();
      };
    };
    return { make, describe: () => body.shape() };
  });
}

/** Creates `filter`: the items for which the function is true. */
export function filter(args: LayoutArgs): External {
  const layout = args.layout();
  return placeExternal(2, (builder, array, fn) => {
    const { machine } = builder;
    const items = builder.code(array);
    const { slots, body, steps } = builder.lambda(fn, ["data"]);
    const item = slots[0] as Slot;
    item.describe = () => itemShape(items.shape());
    const make = (): Place => {
      const open = arrayOpener(machine, items, layout.size);
      const keeps = body.value("bool");
      return () => {
        const start = open();
        const chunk = machine.chunk;
        const count = machine.count;
        machine.step(count * steps);
        item.chunk = chunk;
        machine.reserve(count * 8);
        const kept: number[] = [];
        for (let i = 0; i < count; i++) {
          item.position = start + i * layout.size;
          if (keeps()) kept.push(item.position);
        }
        return copyItems(machine, chunk, kept, layout);
      };
    };
    return { make, describe: () => items.shape() };
  });
}

/** Creates `scan`: the accumulator after each item. */
export function scan(args: LayoutArgs): External {
  const itemBytes = args.number();
  const layout = args.layout();
  return placeExternal(3, (builder, array, initial, fn) => {
    const { machine } = builder;
    const items = builder.code(array);
    const first = builder.code(initial);
    const { slots, body, steps } = builder.lambda(fn, [undefined, "data"]);
    const [accumulator, item] = slots as [Slot, Slot];
    return () => {
      const open = arrayOpener(machine, items, itemBytes);
      accumulator.kind = body.kind ?? first.kind ?? "data";
      const begin = accumulator.binder(machine, first);
      const advance = accumulator.binder(machine, body);
      const emit = new SlotCode(machine, accumulator).emit(layout);
      return () => {
        const start = open();
        const source = machine.chunk;
        const count = machine.count;
        machine.step(count * steps);
        begin();
        item.chunk = source;
        const result = newArray(machine, count, layout);
        const chunk = machine.chunk;
        let at = result + arrayHeadBytes;
        for (let i = 0; i < count; i++) {
          item.position = start + i * itemBytes;
          advance();
          emit(chunk, at);
          at += layout.size;
        }
        machine.chunk = chunk;
        return result;
      };
    };
  });
}

/**
 * Creates `loop_until_empty`: the items of an array, of the function's result for it, and so on until nothing is left.
 */
export function loopUntilEmpty(args: LayoutArgs): External {
  const layout = args.layout();
  return placeExternal(2, (builder, array, fn) => {
    const { machine } = builder;
    const first = builder.code(array);
    const { slots, body, steps } = builder.lambda(fn, ["data"]);
    const current = slots[0] as Slot;
    return () => {
      const begin = current.binder(machine, first);
      const advance = current.binder(machine, body);
      return () => {
        begin();
        const result = new ArrayCollector(machine, layout);
        for (;;) {
          machine.chunk = current.chunk;
          const start = openArray(machine, current.position, layout.size);
          if (machine.count === 0) return result.finish();
          machine.step(steps + machine.count);
          result.add(machine.chunk, start, machine.count, 0);
          advance();
        }
      };
    };
  });
}
