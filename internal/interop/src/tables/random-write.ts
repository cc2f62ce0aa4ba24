import type { Random } from "@lutra-internal/testing";
import { predicateOf } from "./random-parts.ts";
import { type RandomTable, sourceName } from "./random-table.ts";

/** Writes an expression that inserts rows of a table into it, or that updates or deletes some of its rows. */
export function randomWrite(random: Random, { name, columns }: RandomTable): string {
  const item = { fields: columns };
  const predicate = predicateOf(random, item);
  const looked = random.pick([
    "(b | filter(y -> y.k == x.k) | count) > 1",
    "is_some(b | find(y -> y.id == x.id))",
  ]);
  const condition = random.oneIn(3) ? looked : predicate.slice("x -> ".length);
  const head = `func (x: Row_${name})`;
  if (random.oneIn(3)) return `std::sql::delete("${name}", ${head} -> ${condition})`;
  const fields = [...columns].map(([field, type]) => {
    const value = `x.${sourceName(field)}`;
    const isChanged = field !== "id" && (type === "Int64" || type === "Int32");
    return `${sourceName(field)} = ${isChanged && random.oneIn(2) ? `${value} * 2 + 1` : value}`;
  });
  const row = `{${fields.join(", ")}}`;
  if (random.oneIn(2)) {
    return `std::sql::update("${name}", ${head} -> if ${condition} then .some(${row}) else .none)`;
  }
  const sliced = random.oneIn(2) ? ` | slice(0, ${random.below(4)})` : "";
  const source = `${name} | filter(${predicate}) | sort(x -> x.id)${sliced}`;
  return `std::sql::insert(${source} | map(x -> ${row}), "${name}")`;
}
