import type { Reads } from "./reads.ts";
import type { Expression, Select } from "./tree.ts";
import { mapExpression } from "./walk.ts";

/**
 * Copies a SELECT from tables, without queries inside and without sort keys, with relations of its own.
 *
 * @param reads gets the copies of expressions that it has
 */
export function copySelect(select: Select, reads?: Reads): Select {
  const copies = new Map(select.from.map((relation) => [relation, { ...relation }]));
  const copyOf = (expression: Expression): Expression => {
    const copy = mapExpression(expression, (part) => {
      if (part.kind !== "column") return part;
      return { ...part, relation: copies.get(part.relation) ?? part.relation };
    });
    if (reads?.has(expression)) reads.add(copy);
    return copy;
  };
  return {
    ...select,
    items: select.items.map(({ expression, name }) => ({ expression: copyOf(expression), name })),
    from: [...copies.values()],
    where: select.where.map(copyOf),
  };
}
