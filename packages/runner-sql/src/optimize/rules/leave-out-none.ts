import type { Rule } from "../rule.ts";
import type { Expression, Item, Operation, Relation, Select } from "../tree.ts";
import { someExpression } from "../walk.ts";
import { type Find, findOf } from "./join-finds.ts";

/**
 * Gives the tuple that a program finds as a row, and none as no row, in DuckDB: `find` as the result of a program.
 *
 * The compiler writes such a program as a CASE of the tag that a find brings: none for 0, and the tuple for 1.
 *
 * Proof: the find has one row, tagged 1, or else the row of none, tagged 0 (see `join-finds`). Without the row of none,
 * the row of the tuple is left, if there is one, whose fields are the columns. They are computed for the same row as
 * before: the LIMIT stays inside.
 *
 * The rule is for callers who take such rows for the option that the program gives. Unions and tuples take longer than
 * columns, in DuckDB and to read (`npm run bench -- tables`).
 */
export const leaveOutNone: Rule = {
  name: "leave-out-none",
  leavesSelects: true,
  apply: (statement, { mayLeaveOutNone }) => {
    if (!mayLeaveOutNone || statement.kind !== "query" || statement.query.kind !== "select")
      return false;
    const root = statement.query;
    const [relation, ...others] = root.from;
    if (relation?.source.kind !== "query" || others.length > 0 || !isBare(root)) return false;
    const find = findOf(relation.source.query);
    if (find === undefined || relation.isOptional) return false;
    const columns = columnsOf(find);
    const fields = fieldsOf(root.items, relation, columns);
    if (fields === undefined) return false;
    root.items = fields;
    find.found.items = [...columns.values()].filter(({ name }) =>
      fields.some(({ expression }) => someExpression(expression, (part) => isNamed(part, name))),
    );
    relation.source = { kind: "query", query: find.found };
    statement.leavesOutNone = true;
    return true;
  },
};

function isBare({ where, groupBy, orderBy, limit, offset }: Select): boolean {
  const isWhole = where.length === 0 && groupBy.length === 0 && orderBy.length === 0;
  return isWhole && limit === undefined && offset === undefined;
}

function isNamed(part: Expression, name: string | undefined): boolean {
  return part.kind === "column" && part.name === name;
}

/** A column of the row that was found. */
interface FoundColumn extends Item {
  readonly isTag: boolean;
}

/** Returns the columns of the found row by the names that the find gives them. */
function columnsOf({ select, found, none }: Find): ReadonlyMap<string, FoundColumn> {
  const columns = new Map<string, FoundColumn>();
  for (const { expression, name } of select.items) {
    const item = found.items.find((each) => isNamed(expression, each.name));
    if (item?.name === undefined || name === undefined) continue;
    columns.set(name, {
      expression: item.expression,
      name,
      isTag: none.get(item.name) !== undefined,
    });
  }
  return columns;
}

/** Returns the fields of the tuple for the tag 1; undefined if the items are anything else than an option of a tuple. */
function fieldsOf(
  items: readonly Item[],
  relation: Relation,
  columns: ReadonlyMap<string, FoundColumn>,
): Item[] | undefined {
  const [option, ...more] = items;
  const { operands, parts } = operationOf(option?.expression, "case") ?? nothing;
  if (more.length > 0 || parts.join("?") !== "(CASE ? WHEN ? THEN ? WHEN ? THEN ? END)") {
    return undefined;
  }
  const [tag, zero, , one, some] = operands;
  const [number] = operationOf(tag, "cast")?.operands ?? [];
  const isOwn = (part: Expression): boolean =>
    part.kind === "column" && part.relation === relation && columns.has(part.name);
  if (number?.kind !== "column" || !isOwn(number) || !columns.get(number.name)?.isTag)
    return undefined;
  if (!isText(zero, "0") || !isText(one, "1")) return undefined;
  const [value] = operationOf(some, "union_value")?.operands ?? [];
  const tuple = operationOf(value, "struct_pack") ?? nothing;
  const isForeign = (part: Expression): boolean =>
    part.kind !== "atom" && part.kind !== "operation" && !isOwn(part);
  if (tuple.operands.length === 0 || someExpression(value!, isForeign)) return undefined;
  return tuple.operands.map((expression, i) => ({ expression, name: labelOf(tuple.parts[i]) }));
}

const nothing: Pick<Operation, "operands" | "parts"> = { operands: [], parts: [] };

function operationOf(expression: Expression | undefined, operator: string): Operation | undefined {
  const isIt = expression?.kind === "operation" && expression.operator === operator;
  return isIt ? expression : undefined;
}

function isText(expression: Expression | undefined, text: string): boolean {
  return expression?.kind === "atom" && expression.text === text;
}

/** Returns the name of an argument, of the text before it: `struct_pack(id := `. */
function labelOf(part: string | undefined): string | undefined {
  return /([^\s(,]+|"(?:[^"]|"")+") := $/.exec(part ?? "")?.[1];
}
