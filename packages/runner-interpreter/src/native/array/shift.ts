import { arrayHeadBytes, newArray, openArray } from "../../memory/array.ts";
import { Chunk } from "../../memory/chunk.ts";
import type { External } from "../../compile/external.ts";
import { copyHead, copyHeads } from "../../memory/copy-head.ts";
import { toIndex } from "../../values/integer64.ts";
import { placeExternal } from "./source.ts";
import type { LayoutArgs } from "../layout-args.ts";

/** Creates `lag`: each item's predecessor that many places before, the default where there is none. */
export function lag(args: LayoutArgs): External {
  return shift(args, 1);
}

/** Creates `lead`: each item's successor that many places on, the default where there is none. */
export function lead(args: LayoutArgs): External {
  return shift(args, -1);
}

function shift(args: LayoutArgs, direction: 1 | -1): External {
  const layout = args.layout();
  const defaultItem = new Chunk(args.bytes());
  return placeExternal(2, (builder, array, offset) => {
    const { machine } = builder;
    const items = builder.code(array);
    const distance = builder.code(offset);
    return () => {
      const place = items.place();
      const run = distance.value("int64");
      return () => {
        const at = place();
        const source = machine.chunk;
        const k = toIndex(run()) * direction;
        machine.chunk = source;
        const start = openArray(machine, at, layout.size);
        const count = machine.count;
        const chunk = machine.chunk;
        const before = Math.min(Math.max(k, 0), count);
        const after = Math.min(Math.max(-k, 0), count);
        machine.step(count);
        const result = newArray(machine, count, layout);
        const target = machine.chunk;
        const size = layout.size;
        const first = result + arrayHeadBytes;
        for (let i = 0; i < before; i++) {
          copyHead(defaultItem, 0, target, first + i * size, layout);
        }
        const kept = count - before - after;
        const from = start + after * size;
        copyHeads(chunk, from, target, first + before * size, kept, layout);
        for (let i = count - after; i < count; i++) {
          copyHead(defaultItem, 0, target, first + i * size, layout);
        }
        machine.chunk = target;
        return result;
      };
    };
  });
}
