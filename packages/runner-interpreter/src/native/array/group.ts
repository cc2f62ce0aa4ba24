import { arrayHeadBytes, copyItems, newArray } from "../../memory/array.ts";
import type { Chunk } from "../../memory/chunk.ts";
import type { Code, Place } from "../../code/code.ts";
import {
  arrayShape,
  itemShape,
  type KnownShape,
  tupleShape,
  withLayout,
} from "../../code/known-shape.ts";
import type { Slot } from "../../code/slot.ts";
import type { External } from "../../compile/external.ts";
import { copyHead } from "../../memory/copy-head.ts";
import { badProgram } from "../../execution-error.ts";
import { joinLayouts, type Layout } from "../../memory/layout.ts";
import type { Machine } from "../../memory/machine.ts";
import { textPlace } from "../../memory/text-value.ts";
import { arrayOpener, placeExternal } from "./source.ts";
import type { Located } from "./comparison.ts";
import { flatIdentity } from "./flat-key.ts";
import type { LayoutArgs } from "../layout-args.ts";
import { LinkedKeys, textIdentity } from "./linked-key.ts";

/** Items with equal keys. */
interface Group {
  /** The key of the first item. */
  readonly key: Located;
  /** Positions of the items. */
  readonly positions: number[];
}

/** Collects groups in order of first appearance. */
class Groups {
  readonly #groups: Map<unknown, Group> = new Map();

  /** Adds an item to the group with that identity; `locate` tells where the key of a new group is. */
  add(identity: unknown, itemPosition: number, locate: () => Located): void {
    const found = this.#groups.get(identity);
    if (found !== undefined) found.positions.push(itemPosition);
    else this.#groups.set(identity, { key: locate(), positions: [itemPosition] });
  }

  all(): readonly Group[] {
    return [...this.#groups.values()];
  }
}

/** Memory of one item while it is grouped: where its key is, what identifies the key, and its place in the group. */
const groupedBytes = 96;

/** Creates `group`: for each distinct key, in order of first appearance, the items that have it, in their order. */
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
  return placeExternal(2, (builder, array, key) => {
    const { machine } = builder;
    const items = builder.code(array);
    const { slots, body, steps } = builder.lambda(key, ["data"]);
    const item = slots[0] as Slot;
    const itemsShape = (): KnownShape => withLayout(itemShape(items.shape()), itemLayout);
    item.describe = itemsShape;
    const make = (): Place => {
      const open = arrayOpener(machine, items, itemLayout.size);
      const addAll =
        body.kind === "text" ? textKeys(machine, body) : otherKeys(machine, body, keyLayout);
      return () => {
        const start = open();
        const chunk = machine.chunk;
        const count = machine.count;
        machine.step(count * steps);
        item.chunk = chunk;
        machine.reserve(count * groupedBytes);
        const groups = new Groups();
        addAll(groups, count, (i) => {
          item.position = start + i * itemLayout.size;
          return item.position;
        });
        return writeGroups(machine, chunk, groups.all(), itemLayout, keyLayout, layout);
      };
    };
    const describe = (): KnownShape =>
      arrayShape(
        tupleShape([
          { shape: body.shape(), layout: keyLayout },
          { shape: arrayShape(itemsShape()), layout: valuesLayout },
        ]),
      );
    return { make, describe };
  });
}

/** Adds items to the groups of their keys. `bind` binds one item after the other, and returns their positions. */
type AddAll = (groups: Groups, count: number, bind: (i: number) => number) => void;

/** Groups by keys that are texts as the program computes them. */
function textKeys(machine: Machine, key: Code): AddAll {
  const run = key.value("text");
  return (groups, count, bind) => {
    for (let i = 0; i < count; i++) {
      const itemPosition = bind(i);
      const text = run();
      groups.add(textIdentity(machine, text), itemPosition, () => {
        const position = textPlace(machine, text);
        return { chunk: machine.chunk, position };
      });
    }
  };
}

/** Groups by keys in memory. */
function otherKeys(machine: Machine, key: Code, layout: Layout): AddAll {
  const place = key.place();
  const shape = withLayout(key.shape(), layout);
  return (groups, count, bind) => {
    const isFlat = layout.pointers.length === 0;
    // A single key makes a group, whatever it is.
    const linked = isFlat || count < 2 ? undefined : new LinkedKeys(machine, layout, shape);
    for (let i = 0; i < count; i++) {
      const itemPosition = bind(i);
      const position = place();
      const { chunk } = machine;
      const identity = isFlat
        ? flatIdentity(chunk, position, layout.size)
        : linked?.identify(chunk, position);
      groups.add(identity, itemPosition, () => ({ chunk, position }));
    }
    linked?.check();
  };
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
