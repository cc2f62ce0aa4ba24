import type { Random } from "@lutra-internal/testing";
import type { BytecodeProgram, Expr, ExternalSymbol } from "@lutra/bin/program";
import { nodesOf, replace } from "./expr-tree.ts";
import { mutateList } from "./mutate-list.ts";

function mutateNumber(random: Random, value: number, max: number): number {
  const steps = [value + 1, value - 1, value + 4, value - 4, value + 8, 0, 1, 8, 255, max];
  return Math.min(max, Math.max(0, random.pick(steps)));
}

/** Returns bytes with one changed, or cut, or made longer. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  if (random.oneIn(6)) return bytes.slice(0, random.below(bytes.length + 1));
  if (random.oneIn(6)) return Uint8Array.from([...bytes, random.below(256)]);
  const changed = bytes.slice();
  if (changed.length > 0)
    changed[random.below(changed.length)] = random.pick([0, 1, 2, 8, 127, 255]);
  return changed;
}

interface Layout {
  readonly headSize: number;
  readonly bodyPtrs: readonly number[];
}

function mutateLayout(random: Random, { headSize, bodyPtrs }: Layout): Layout {
  if (random.oneIn(2)) return { headSize: mutateNumber(random, headSize, 4096), bodyPtrs };
  const change = (at: number): number => mutateNumber(random, at, 4096);
  return { headSize, bodyPtrs: mutateList(random, bodyPtrs, change) };
}

/** Changes a node in itself. */
function mutateNode(random: Random, node: Expr, others: readonly Expr[]): Expr {
  const other = (): Expr => random.pick(others);
  switch (node.tag) {
    case "pointer":
      return { tag: "pointer", value: mutateNumber(random, node.value, 2 ** 32 - 1) };
    case "literal":
      return { tag: "literal", value: mutateBytes(random, node.value) };
    case "call": {
      const args = mutateList(random, node.value.args, other);
      return { tag: "call", value: { ...node.value, args } };
    }
    case "function": {
      const symbolNs = mutateNumber(random, node.value.symbolNs, 2 ** 32 - 1);
      return { tag: "function", value: { ...node.value, symbolNs } };
    }
    case "tuple": {
      const { fields, fieldLayouts } = node.value;
      if (random.oneIn(2)) {
        const layouts = mutateList(random, fieldLayouts, (each) => mutateLayout(random, each));
        return { tag: "tuple", value: { fields, fieldLayouts: layouts } };
      }
      const changed = mutateList(random, fields, ({ expr, unpack }) =>
        random.oneIn(2)
          ? { expr: other(), unpack }
          : { expr, unpack: mutateNumber(random, unpack, 255) },
      );
      return { tag: "tuple", value: { fields: changed, fieldLayouts } };
    }
    case "array": {
      const { itemLayout, items } = node.value;
      if (random.oneIn(3)) {
        return { tag: "array", value: { itemLayout: mutateLayout(random, itemLayout), items } };
      }
      return { tag: "array", value: { itemLayout, items: mutateList(random, items, other) } };
    }
    case "enumVariant": {
      const { tag, innerBytes, hasPtr, paddingBytes } = node.value;
      const changes = [
        { tag: mutateBytes(random, tag) },
        { innerBytes: mutateNumber(random, innerBytes, 255) },
        { hasPtr: !hasPtr },
        { paddingBytes: mutateNumber(random, paddingBytes, 255) },
      ];
      return { tag: "enumVariant", value: { ...node.value, ...random.pick(changes) } };
    }
    case "offset": {
      const offset = mutateNumber(random, node.value.offset, 2 ** 32 - 1);
      return { tag: "offset", value: { ...node.value, offset } };
    }
    case "deref":
      return node.value.ptr;
    case "binding": {
      const symbol = mutateNumber(random, node.value.symbol, 2 ** 32 - 1);
      return random.oneIn(2)
        ? node.value.main
        : { tag: "binding", value: { ...node.value, symbol } };
    }
    case "switch": {
      const branches = mutateList(random, node.value, ({ condition, value }) =>
        random.oneIn(2) ? { condition: other(), value } : { condition, value: other() },
      );
      return { tag: "switch", value: branches };
    }
  }
}

/** Wraps a node, or puts another one of the program in its place. */
function exchangeNode(random: Random, node: Expr, others: readonly Expr[]): Expr {
  switch (random.below(6)) {
    case 0:
      return { tag: "deref", value: { ptr: node } };
    case 1:
      return { tag: "offset", value: { base: node, offset: random.pick([0, 1, 4, 8]) } };
    default:
      return random.pick(others);
  }
}

function mutateExternal(
  random: Random,
  external: ExternalSymbol,
  pool: readonly ExternalSymbol[],
): ExternalSymbol {
  const { id, layoutArgs } = external;
  switch (random.below(3)) {
    case 0:
      return random.pick(pool);
    case 1:
      return { id: random.pick(pool).id, layoutArgs };
    default: {
      const change = (arg: number): number => mutateNumber(random, arg, 4096);
      return { id, layoutArgs: mutateList(random, layoutArgs, change) };
    }
  }
}

/**
 * Changes a program in one to three places, whatever becomes of its types: nodes, their parts and their order, layouts,
 * symbols, and the native functions that it calls.
 *
 * @param pool native functions to choose from
 */
export function mutateProgram(
  random: Random,
  program: BytecodeProgram,
  pool: readonly ExternalSymbol[],
): BytecodeProgram {
  let { externals, main } = program;
  for (let i = random.below(3); i >= 0; i--) {
    const nodes = nodesOf(main);
    const target = random.pick(nodes);
    if (random.oneIn(5) && externals.length > 0) {
      const at = random.below(externals.length);
      externals = externals.with(at, mutateExternal(random, externals[at]!, pool));
    } else {
      const change = random.oneIn(3) ? exchangeNode : mutateNode;
      main = replace(main, target, change(random, target, nodes));
    }
  }
  return { ...program, externals, main };
}
