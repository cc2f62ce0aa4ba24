import type { Random } from "@lutra-internal/testing";
import { type ColumnType, sourceName } from "./random-table.ts";

/** An expression with an array of tuples. */
export interface ArrayOf {
  readonly text: string;
  readonly fields: ReadonlyMap<string, ColumnType>;
  /** `true` if the order of its items is known. */
  readonly isOrdered: boolean;
  /** A field that no two items share. */
  readonly key: string | undefined;
}

/** Writes a function that takes a field of an item. */
export function lambdaOf(random: Random, { fields }: ArrayOf): string {
  return `x -> x.${sourceName(random.pick([...fields.keys()]))}`;
}

/** Writes a function that says of an item whether it is kept. */
export function predicateOf(random: Random, { fields }: Pick<ArrayOf, "fields">): string {
  const [name, type] = random.pick([...fields]);
  const field = sourceName(name);
  const number = random.below(6) - 1;
  switch (type) {
    case "Int64":
    case "Int32":
      return random.pick([
        `x -> x.${field} == ${number}`,
        `x -> x.${field} > ${number}`,
        `x -> x.${field} % 2 == 0`,
      ]);
    case "Text":
    case "TextOfAnyCase":
      return random.pick([`x -> x.${field} == "a"`, `x -> text::length(x.${field}) > 1`]);
    case "Bool":
      return `x -> x.${field}`;
    case "Float64":
      return `x -> x.${field} < 0.25`;
    case "Date":
      return random.pick([`x -> x.${field} == @2020-01-01`, `x -> x.${field} > @1970-01-01`]);
    case "Time":
    case "Timestamp":
    case "Decimal":
      return `x -> x.${field} == x.${field}`;
    case "optionText":
      return random.pick([`x -> is_some(x.${field})`, `x -> (x.${field} | or_else("z")) == "a"`]);
    case "option":
      return random.pick([`x -> is_some(x.${field})`, `x -> (x.${field} | or_else(1)) > 1`]);
    case "array":
      return random.pick([`x -> count(x.${field}) > 1`, `x -> (x.${field} | sum) > 2`]);
  }
}

/** Writes what makes one value of an array. */
export function aggregateOf(random: Random, { fields }: ArrayOf): string {
  const numbers = [...fields].filter(([, type]) => type === "Int64" || type === "Int32");
  if (numbers.length === 0 || random.oneIn(2)) return "count";
  const field = sourceName(random.pick(numbers)[0]);
  return `map(x -> x.${field}) | ${random.pick(["sum", "max", "min"])}`;
}
