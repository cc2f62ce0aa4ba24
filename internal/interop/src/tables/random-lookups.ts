import type { Random } from "@lutra-internal/testing";
import { type ArrayOf, predicateOf } from "./random-parts.ts";
import { type ColumnType, type RandomTable, sourceName } from "./random-table.ts";

/** An array in a known order, with a field that no two items share. */
export type KeyedArray = ArrayOf & { readonly key: string };

/** Types whose values can be compared with `==`. */
const comparable: ReadonlySet<ColumnType> = new Set([
  "Int64",
  "Int32",
  "Text",
  "TextOfAnyCase",
  "Bool",
  "Float64",
  "Date",
  "Time",
  "Timestamp",
  "Decimal",
]);

/** Writes programs that look something up in a table for each item of an array. */
export class LookupWriter {
  readonly #random: Random;
  readonly #tables: readonly [RandomTable, RandomTable];
  readonly #name: () => string;

  constructor(random: Random, tables: readonly [RandomTable, RandomTable], nextName: () => string) {
    this.#random = random;
    this.#tables = tables;
    this.#name = nextName;
  }

  /** Returns the fields of an array and of a table that can be compared with each other, without a cast. */
  #pairs(array: ArrayOf, table: RandomTable): (readonly [own: string, other: string])[] {
    return [...array.fields].flatMap(([own, type]) =>
      [...table.columns].flatMap(([other, otherType]) =>
        type === otherType && comparable.has(type) ? [[own, other] as const] : [],
      ),
    );
  }

  /** Returns some of an array's fields, its key among them. */
  #some({ fields, key }: ArrayOf): (readonly [string, ColumnType])[] {
    const all = [...fields];
    const kept = all.filter(([field]) => field === key || this.#random.oneIn(2));
    return kept.length === 0 ? all : kept;
  }

  /** Returns each item with what is looked up in a table by one field or two, in their own types. */
  matched(array: ArrayOf): ArrayOf {
    const random = this.#random;
    const table = random.pick(this.#tables);
    const pairs = this.#pairs(array, table);
    if (pairs.length === 0) return array;
    const [outer, inner] = [this.#name(), this.#name()];
    const byKey = pairs.filter(([, other]) => other === "id");
    const usual = byKey.length > 0 && random.oneIn(2) ? byKey : pairs;
    const chosen = random.oneIn(3)
      ? [random.pick(usual), random.pick(pairs)]
      : [random.pick(usual)];
    const equal = chosen.map(([own, other]) => {
      const sides = [`${inner}.${sourceName(other)}`, `${outer}.${sourceName(own)}`];
      return (random.oneIn(2) ? sides : sides.toReversed()).join(" == ");
    });
    if (random.oneIn(6)) equal.push(`${inner}.k > 0`);
    const matching = equal.length === 1 ? equal[0]! : equal.map((each) => `(${each})`).join(" && ");
    const [, shown] = chosen.at(-1)!;
    const matches = `${table.name} | filter(${inner} -> ${matching})`;
    const isKey = chosen.some(([, other]) => other === "id");
    const found = random.pick([
      `${matches} | count`,
      `is_some(${table.name} | find(${inner} -> ${matching}))`,
      // The first one of several is any, but all have these fields; of letters it may have others.
      ...(table.columns.get(shown) === "TextOfAnyCase"
        ? []
        : [`${matches} | map(y -> {y.${sourceName(shown)}, 1: Int64}) | index(0)`]),
      ...(isKey ? repeated(3, `${table.name} | find(${inner} -> ${matching})`) : []),
      `${matches} | sort(y -> -y.id) | map(y -> {y.id, y.k}) | index(0)`,
    ]);
    const kept = this.#some(array);
    const parts = kept.map(([field]) => `${sourceName(field)} = ${outer}.${sourceName(field)}`);
    const text = `${array.text} | map(${outer} -> {${[...parts, `found = ${found}`].join(", ")}})`;
    return { ...array, fields: new Map(kept), text };
  }

  /** Returns each item with something that is looked up in a table. */
  each(array: ArrayOf): ArrayOf {
    if (this.#random.oneIn(2)) return this.matched(array);
    if (array.key === undefined || array.fields.get(array.key) === "option") return array;
    const random = this.#random;
    const table = this.#random.pick(this.#tables);
    const [outer, inner] = [this.#name(), this.#name()];
    const key = `${outer}.${sourceName(array.key)}`;
    const wide = array.fields.get(array.key) === "Int32" ? `to_int64(${key})` : key;
    const matching = random.oneIn(2) ? `${inner}.id == ${wide}` : `to_int64(${inner}.k) == ${wide}`;
    const matches = `${table.name} | filter(${inner} -> ${matching})`;
    const ordered = `${matches} | sort(y -> y.id)`;
    const found = random.pick([
      `${matches} | count`,
      `${matches} | map(y -> y.id) | sum`,
      `is_some(${table.name} | find(${inner} -> ${matching}))`,
      `is_some(${ordered} | map(y -> y.k) | index(1))`,
      `(${ordered} | map(y -> y.k) | index(0)) | or_else(7)`,
    ]);
    const kept = this.#some(array);
    const parts = kept.map(([field]) => `${sourceName(field)} = ${outer}.${sourceName(field)}`);
    const text = `${array.text} | map(${outer} -> {${[...parts, `found = ${found}`].join(", ")}})`;
    return { ...array, fields: new Map(kept), text };
  }

  /** Returns each item with an array of its own, and perhaps with a lookup for each item of that. */
  nested(array: KeyedArray): string {
    const random = this.#random;
    const tables = this.#fieldsOf("array", array);
    const [outer, inner, most] = [this.#name(), this.#name(), this.#name()];
    const own = `${outer}.${sourceName(array.key)}`;
    if (tables.length > 0 && random.oneIn(2)) {
      const items = `${outer}.${sourceName(random.pick(tables))}`;
      const value = random.pick([
        `${items} | map(v -> v + 1)`,
        `${items} | sort(v -> -v) | slice(0, 2)`,
        `${items} | filter(v -> v > 1) | count`,
        `${items} | map(v -> is_some(b | filter(y -> y.k == v) | sort(y -> y.id) | index(0)))`,
      ]);
      return `${array.text} | map(${outer} -> {${own}, ${value}})`;
    }
    const [first, second] = [random.pick(this.#tables).name, random.pick(this.#tables).name];
    const wide = array.fields.get(array.key) === "Int64" ? own : `to_int64(${own})`;
    const found = `${second} | filter(${most} -> ${most}.k == ${inner}.k)`;
    const value = random.pick([
      `${inner}.k`,
      `${found} | count`,
      `${found} | sort(z -> z.id) | map(z -> z.id)`,
      `${second} | find(${most} -> ${most}.id == ${inner}.id + 1) | is_some`,
    ]);
    const matches = `${first} | filter(${inner} -> to_int64(${inner}.k) == ${wide}) | sort(y -> -y.id)`;
    const sliced = random.oneIn(2) ? ` | slice(0, ${random.below(4)})` : "";
    const items = `${matches}${sliced} | map(${inner} -> {${inner}.id, ${value}})`;
    return `${array.text} | map(${outer} -> {${own}, ${items}})`;
  }

  /** Returns each item with several lookups in one array. */
  shared(array: KeyedArray, source: ArrayOf): string {
    const random = this.#random;
    const searched = random.oneIn(2)
      ? { ...source, text: `${source.text} | filter(${predicateOf(random, source)})` }
      : source;
    const [outer, shared] = [this.#name(), this.#name()];
    const own = `${outer}.${sourceName(array.key)}`;
    const wide = array.fields.get(array.key) === "Int64" ? own : `to_int64(${own})`;
    const matches = `${shared} | filter(y -> to_int64(y.k) == ${wide})`;
    const lookups = Array.from({ length: 1 + random.below(3) }, () =>
      random.pick([
        `${shared} | find(y -> y.id == ${wide})`,
        `${matches} | count`,
        `${matches} | map(y -> y.id) | sum`,
        `${matches} | sort(y -> -y.id) | map(y -> y.id) | index(0)`,
      ]),
    );
    return `(let ${shared} = ${searched.text}; ${array.text} | map(${outer} -> {${[own, ...lookups].join(", ")}}))`;
  }

  #fieldsOf(wanted: ColumnType, { fields }: ArrayOf): readonly string[] {
    return [...fields].flatMap(([field, type]) => (type === wanted ? [field] : []));
  }
}

function repeated(count: number, text: string): readonly string[] {
  return Array.from({ length: count }, () => text);
}
