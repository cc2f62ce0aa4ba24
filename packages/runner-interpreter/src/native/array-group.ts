import { arrayHeadBytes, copyItems, newArray } from "../array.ts";
import type { Chunk } from "../chunk.ts";
import type { Slot } from "../code/slot.ts";
import type { External } from "../compile/external.ts";
import { copyHead } from "../copy-head.ts";
import { badProgram } from "../execution-error.ts";
import { joinLayouts, type Layout } from "../layout.ts";
import type { Machine } from "../machine.ts";
import { arrayOpener, placeExternal } from "./array-source.ts";
import type { Located } from "./comparison.ts";
import { identifyFlatKeys } from "./flat-key.ts";
import type { LayoutArgs } from "./layout-args.ts";
import { identifyLinkedKeys } from "./linked-key.ts";

/** Items with equal keys. */
interface Group {
  /** The key of the first item. */
  readonly key: Located;
  /** Where the items are. */
  readonly positions: number[];
}

/** Memory of one item while it is grouped: where its key is, what identifies the key, and its place in the group. */
const groupedBytes = 96;

/** `group`: for each distinct key, in order of first appearance, the items that have it, in their order. */
export function group(args: LayoutArgs): External {
  const itemLayout = args.layout();
  const layout = args.layout();
  const [keyLayout, valuesLayout, ...rest] = args.fieldLayouts();
  if (
    keyLayout === undefined ||
    valuesLayout?.size !== arrayHeadBytes ||
    rest.length > 0 ||
    joinLayouts([keyLayout, valuesLayout]).size !== layout.size
  ) {
    throw badProgram("a group is not a pair of a key and an array");
  }
  const identify = keyLayout.pointers.length === 0 ? identifyFlatKeys : identifyLinkedKeys;
  return placeExternal(2, (builder, array, key) => {
    const { machine } = builder;
    const items = builder.code(array);
    const { slots, body } = builder.lambda(key, ["data"]);
    const item = slots[0] as Slot;
    return () => {
      const open = arrayOpener(machine, items, itemLayout.size);
      const isText = body.kind === "text";
      const place = body.place();
      return () => {
        const start = open();
        const chunk = machine.chunk;
        const count = machine.count;
        machine.step(count);
        item.chunk = chunk;
        machine.reserve(count * groupedBytes);
        const keys: Located[] = [];
        for (let i = 0; i < count; i++) {
          item.position = start + i * itemLayout.size;
          const position = place();
          keys.push({ chunk: machine.chunk, position });
        }
        const identities = identify(machine, keys, keyLayout, isText);
        const groups = new Map<unknown, Group>();
        for (const [i, located] of keys.entries()) {
          const position = start + i * itemLayout.size;
          const found = groups.get(identities[i]);
          if (found === undefined)
            groups.set(identities[i], { key: located, positions: [position] });
          else found.positions.push(position);
        }
        return writeGroups(machine, chunk, [...groups.values()], itemLayout, keyLayout, layout);
      };
    };
  });
}

function writeGroups(
  machine: Machine,
  source: Chunk,
  groups: readonly Group[],
  itemLayout: Layout,
  keyLayout: Layout,
  layout: Layout,
): number {
  const result = newArray(machine, groups.length, layout);
  const target = machine.chunk;
  let at = result + arrayHeadBytes;
  for (const { key, positions } of groups) {
    copyHead(key.chunk, key.position, target, at, keyLayout);
    const values = copyItems(machine, source, positions, itemLayout);
    target.link(at + keyLayout.size, machine.chunk, values + arrayHeadBytes);
    target.view.setUint32(at + keyLayout.size + 4, positions.length, true);
    at += layout.size;
  }
  machine.chunk = target;
  return result;
}
