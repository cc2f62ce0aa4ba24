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
import { flatIdentity } from "./flat-key.ts";
import type { LayoutArgs } from "./layout-args.ts";
import { linkedIdentities } from "./linked-key.ts";

/** Items with equal keys. */
interface Group {
  /** The key of the first item. */
  readonly key: Located;
  /** Where the items are. */
  readonly positions: number[];
}

/** Collects groups in order of first appearance. */
class Groups {
  private readonly groups: Map<unknown, Group> = new Map();

  /** Adds an item to the group of its key. */
  add(identity: unknown, chunk: Chunk, position: number, itemPosition: number): void {
    const found = this.groups.get(identity);
    if (found !== undefined) found.positions.push(itemPosition);
    else this.groups.set(identity, { key: { chunk, position }, positions: [itemPosition] });
  }

  all(): readonly Group[] {
    return [...this.groups.values()];
  }
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
  const isFlat = keyLayout.pointers.length === 0;
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
        const groups = new Groups();
        const next = (i: number): number => {
          item.position = start + i * itemLayout.size;
          return place();
        };
        if (isFlat) {
          for (let i = 0; i < count; i++) {
            const position = next(i);
            const identity = flatIdentity(machine.chunk, position, keyLayout.size);
            groups.add(identity, machine.chunk, position, item.position);
          }
        } else {
          const keys: Located[] = [];
          for (let i = 0; i < count; i++) {
            const position = next(i);
            keys.push({ chunk: machine.chunk, position });
          }
          const identities = linkedIdentities(machine, keys, keyLayout, isText);
          for (const [i, { chunk: keyChunk, position }] of keys.entries()) {
            const itemPosition = start + i * itemLayout.size;
            groups.add(identities[i], keyChunk, position, itemPosition);
          }
        }
        return writeGroups(machine, chunk, groups.all(), itemLayout, keyLayout, layout);
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
