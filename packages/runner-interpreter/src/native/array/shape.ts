import { arrayHeadBytes, newArray, openArray } from "../../memory/array.ts";
import type { Chunk } from "../../memory/chunk.ts";
import type { External } from "../../compile/external.ts";
import { copyHead } from "../../memory/copy-head.ts";
import { badProgram } from "../../execution-error.ts";
import { joinLayouts, type Layout } from "../../memory/layout.ts";
import type { Machine } from "../../memory/machine.ts";
import { arrayOpener, placeExternal } from "./source.ts";
import type { LayoutArgs } from "../layout-args.ts";

/** Creates `zip`: pairs of the items of two arrays, as many as the shorter has. */
export function zip(args: LayoutArgs): External {
  const leftLayout = args.layout();
  const rightLayout = args.layout();
  const layout = joinLayouts([leftLayout, rightLayout]);
  return placeExternal(2, (builder, left, right) => {
    const { machine } = builder;
    const leftItems = builder.code(left);
    const rightItems = builder.code(right);
    return () => {
      const openLeft = arrayOpener(machine, leftItems, leftLayout.size);
      const openRight = arrayOpener(machine, rightItems, rightLayout.size);
      return () => {
        const leftStart = openLeft();
        const leftColumn = { chunk: machine.chunk, start: leftStart, layout: leftLayout };
        const leftCount = machine.count;
        const rightStart = openRight();
        const rightColumn = { chunk: machine.chunk, start: rightStart, layout: rightLayout };
        const count = Math.min(leftCount, machine.count);
        return joinColumns(machine, [leftColumn, rightColumn], count, layout);
      };
    };
  });
}

/** Creates `from_columnar`: rows of a tuple of arrays, as many as the shortest has. */
export function fromColumnar(args: LayoutArgs): External {
  const layout = args.layout();
  const fields = args.fieldLayouts();
  if (joinLayouts(fields).size !== layout.size) throw badProgram("columns do not make up the row");
  return placeExternal(1, (builder, columns) => {
    const { machine } = builder;
    const tuple = builder.code(columns);
    return () => {
      const place = tuple.place();
      return () => {
        const at = place();
        const chunk = machine.chunk;
        let count = layout.size === 0 ? 0 : Infinity;
        const opened = fields.map((field, i) => {
          machine.chunk = chunk;
          const start = openArray(machine, at + i * arrayHeadBytes, field.size);
          count = Math.min(count, machine.count);
          return { chunk: machine.chunk, start, layout: field };
        });
        return joinColumns(machine, opened, count, layout);
      };
    };
  });
}

/** Items that stand one after the other. */
interface Column {
  readonly chunk: Chunk;
  readonly start: number;
  readonly layout: Layout;
}

function joinColumns(
  machine: Machine,
  columns: readonly Column[],
  count: number,
  layout: Layout,
): number {
  machine.step(count * columns.length);
  const result = newArray(machine, count, layout);
  const target = machine.chunk;
  let offset = result + arrayHeadBytes;
  for (const { chunk, start, layout: field } of columns) {
    for (let i = 0; i < count; i++) {
      copyHead(chunk, start + i * field.size, target, offset + i * layout.size, field);
    }
    offset += field.size;
  }
  machine.chunk = target;
  return result;
}

/** Creates `to_columnar`: a tuple of arrays, one per field of the rows. */
export function toColumnar(args: LayoutArgs): External {
  const itemBytes = args.number();
  const offsets = args.numbers();
  const fields = args.fieldLayouts();
  if (offsets.length !== fields.length) throw badProgram("fields and offsets differ in number");
  return placeExternal(1, (builder, rows) => {
    const { machine } = builder;
    const items = builder.code(rows);
    return () => {
      const open = arrayOpener(machine, items, itemBytes);
      return () => {
        const start = open();
        const count = machine.count;
        const chunk = machine.chunk;
        machine.step(count * fields.length);
        const head = machine.allocateLinked(fields.length * arrayHeadBytes);
        const tuple = machine.chunk;
        for (const [i, field] of fields.entries()) {
          const from = start + (offsets[i] as number);
          const column = newArray(machine, count, field);
          const target = machine.chunk;
          const at = column + arrayHeadBytes;
          for (let row = 0; row < count; row++) {
            copyHead(chunk, from + row * itemBytes, target, at + row * field.size, field);
          }
          tuple.link(head + i * arrayHeadBytes, target, at);
          tuple.view.setUint32(head + i * arrayHeadBytes + 4, count, true);
        }
        machine.chunk = tuple;
        return head;
      };
    };
  });
}
