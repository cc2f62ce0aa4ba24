import type { Expr } from "@lutra/bin/program";

/** Function from a node to the one in its place. */
export type Rewrite = (node: Expr) => Expr;

/** Applies a function to the children of a node. */
export function mapChildren(node: Expr, map: Rewrite): Expr {
  switch (node.tag) {
    case "pointer":
    case "literal":
      return node;
    case "call": {
      const { function: called, args } = node.value;
      return { tag: "call", value: { function: map(called), args: args.map(map) } };
    }
    case "function":
      return { tag: "function", value: { ...node.value, body: map(node.value.body) } };
    case "tuple": {
      const fields = node.value.fields.map((field) => ({ ...field, expr: map(field.expr) }));
      return { tag: "tuple", value: { ...node.value, fields } };
    }
    case "array":
      return { tag: "array", value: { ...node.value, items: node.value.items.map(map) } };
    case "enumVariant":
      return { tag: "enumVariant", value: { ...node.value, inner: map(node.value.inner) } };
    case "offset":
      return { tag: "offset", value: { ...node.value, base: map(node.value.base) } };
    case "deref":
      return { tag: "deref", value: { ptr: map(node.value.ptr) } };
    case "binding": {
      const { symbol, expr, main } = node.value;
      return { tag: "binding", value: { symbol, expr: map(expr), main: map(main) } };
    }
    case "switch": {
      const branches = node.value.map(({ condition, value }) => ({
        condition: map(condition),
        value: map(value),
      }));
      return { tag: "switch", value: branches };
    }
  }
}

/** Yields the nodes of an expression, parents first. */
export function nodesOf(root: Expr): readonly Expr[] {
  const nodes: Expr[] = [];
  const visit: Rewrite = (node) => {
    nodes.push(node);
    mapChildren(node, visit);
    return node;
  };
  visit(root);
  return nodes;
}

/** Puts a node in the place of another one, by identity. */
export function replace(root: Expr, target: Expr, replacement: Expr): Expr {
  const visit: Rewrite = (node) => (node === target ? replacement : mapChildren(node, visit));
  return visit(root);
}
