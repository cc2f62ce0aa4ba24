import type { Random } from "@lutra-internal/testing";
import type { BytecodeProgram, Expr, ExternalSymbol } from "@lutra/bin/program";
import { nodesOf, replace } from "./expr-tree.ts";
import { mutateList } from "./mutate-list.ts";

/** Native functions of two arguments of one type, by what they are for; the type is the rest of the name. */
const alike = [
  ["add", "sub", "mul"],
  ["div", "mod"],
  ["eq", "ne", "lt", "lte", "gt", "gte"],
];

/** Returns the native functions that can stand for one: the same type of arguments and of results. */
function functionsLike(id: string, known: ReadonlySet<string>): readonly string[] {
  const [, name, type] = /^std::ops::([a-z]+)_(\w+)$/.exec(id) ?? [];
  const names = alike.find((group) => group.includes(name ?? "")) ?? [];
  return names.map((other) => `std::ops::${other}_${type}`).filter((other) => known.has(other));
}

/**
 * Changes a program in one to three places so that every expression keeps its type: numbers, items of arrays, branches,
 * the order of operands, and operators.
 *
 * @param pool native functions to choose from
 */
export function mutateCarefully(
  random: Random,
  program: BytecodeProgram,
  pool: readonly ExternalSymbol[],
): BytecodeProgram {
  const known = new Set(pool.map(({ id }) => id));
  let { externals, main } = program;
  const isOperator = (node: Expr): boolean =>
    node.tag === "pointer" && functionsLike(externals[node.value]?.id ?? "", known).length > 0;
  const mutateOne = (node: Expr): Expr => {
    switch (node.tag) {
      case "literal": {
        // Eight bytes may be a pointer and a length.
        const { value } = node;
        const isNumber = [2, 4].includes(value.length) || (value.length === 8 && value[0] !== 8);
        if (!isNumber) return node;
        return { tag: "literal", value: value.with(random.below(value.length), random.below(256)) };
      }
      case "array": {
        const items = mutateList(random, node.value.items, (item) => item);
        return { tag: "array", value: { ...node.value, items } };
      }
      case "switch": {
        const at = random.below(node.value.length);
        const { value } = node.value[random.below(node.value.length)]!;
        return { tag: "switch", value: node.value.with(at, { ...node.value[at]!, value }) };
      }
      case "call": {
        const { function: called, args } = node.value;
        if (!isOperator(called)) return node;
        return { tag: "call", value: { function: called, args: args.toReversed() } };
      }
      case "pointer":
      case "function":
      case "tuple":
      case "enumVariant":
      case "offset":
      case "deref":
      case "binding":
        return node;
    }
  };
  for (let i = random.below(3); i >= 0; i--) {
    if (random.oneIn(4) && externals.length > 0) {
      const at = random.below(externals.length);
      const ids = functionsLike(externals[at]!.id, known);
      if (ids.length > 0)
        externals = externals.with(at, { ...externals[at]!, id: random.pick(ids) });
    } else {
      const target = random.pick(nodesOf(main));
      main = replace(main, target, mutateOne(target));
    }
  }
  return { ...program, externals, main };
}
