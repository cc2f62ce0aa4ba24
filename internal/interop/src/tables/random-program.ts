import type { Random } from "@lutra-internal/testing";
import { aggregateOf, type ArrayOf, lambdaOf, predicateOf } from "./random-parts.ts";
import { type ColumnType, type RandomTable, randomTable, sourceName } from "./random-table.ts";
import { LookupWriter } from "./random-lookups.ts";
import { randomWrite } from "./random-write.ts";

/** A random program on two tables. */
export interface RandomTableProgram {
  readonly tables: readonly [RandomTable, RandomTable];
  /** An expression in which `a` and `b` are the arrays of the tables' rows. */
  readonly body: string;
  /** `true` if the order of every array in the result is known; rows of tables have none. */
  readonly isOrdered: boolean;
  /** `true` if the program changes a table and results in nothing. */
  readonly isWrite?: boolean;
}

/** Creates a random program with random tables: few different values, so that there are ties and matches. */
export function randomTableProgram(random: Random): RandomTableProgram {
  const tables = [randomTable(random, "a"), randomTable(random, "b")] as const;
  if (random.oneIn(8))
    return { tables, body: randomWrite(random, tables[0]), isOrdered: true, isWrite: true };
  return { tables, ...new ProgramWriter(random, tables).program() };
}

/** Types without an order in the language. */
const unsortable: ReadonlySet<ColumnType> = new Set(["option", "optionText", "Bool", "array"]);

const negatable: ReadonlySet<ColumnType> = new Set(["Int64", "Int32", "Float64"]);

class ProgramWriter {
  readonly #random: Random;
  readonly #tables: readonly [RandomTable, RandomTable];
  readonly #lookups: LookupWriter;
  #names = 0;
  #isOrdered = true;

  constructor(random: Random, tables: readonly [RandomTable, RandomTable]) {
    this.#random = random;
    this.#tables = tables;
    this.#lookups = new LookupWriter(random, tables, () => this.#name());
  }

  program(): { readonly body: string; readonly isOrdered: boolean } {
    const body = this.#result();
    return { body, isOrdered: this.#isOrdered };
  }

  #name(): string {
    return `x${this.#names++}`;
  }

  /** Writes the result of a program. */
  #result(): string {
    const random = this.#random;
    switch (random.below(12)) {
      case 9: {
        const array = this.#array(1);
        this.#isOrdered &&= array.isOrdered;
        return this.#lookups.matched(array).text;
      }
      case 7:
        return this.#lookups.nested(this.#known(this.#array(2)));
      case 8:
        return this.#lookups.shared(this.#known(this.#array(2)), this.#table());
      case 0: {
        const array = this.#array(3);
        return `${array.text} | ${aggregateOf(random, array)}`;
      }
      case 1: {
        // One array that is read twice.
        const array = this.#array(2);
        const name = this.#name();
        const twice = { ...array, text: name };
        return `(let ${name} = ${array.text}; {${this.#value(twice)}, ${this.#value(twice)}})`;
      }
      case 2: {
        const array = this.#array(2);
        const name = this.#name();
        const [left, right] = [lambdaOf(random, array), lambdaOf(random, array)];
        this.#isOrdered &&= array.isOrdered;
        return `(let ${name} = ${array.text}; zip(${name} | map(${left}), ${name} | map(${right})))`;
      }
      case 3: {
        const array = this.#known(this.#array(2));
        return `${array.text} | index(${random.below(4) - (random.oneIn(5) ? 2 : 0)}) | is_some`;
      }
      case 4: {
        const { text, fields } = this.#array(2);
        const field = random.pick([...fields.keys()]);
        this.#isOrdered = false;
        // Of texts that differ in letters only, any may be there.
        const step = fields.get(field) === "TextOfAnyCase" ? "" : " | distinct";
        return `${text} | map(x -> x.${sourceName(field)})${step}`;
      }
      case 5: {
        const array = this.#known(this.#array(2));
        const texts = `${array.text} | map(x -> to_text(x.${sourceName(array.key)}))`;
        return `${texts} | text::join("-")`;
      }
      case 6: {
        const array = this.#known(this.#array(2));
        const step = random.pick(["lag(1)", "lead(1)", "map(v -> v)"]);
        return `${array.text} | map(x -> x.${sourceName(array.key)}) | ${step}`;
      }
      default: {
        const array = this.#array(4);
        this.#isOrdered &&= array.isOrdered;
        return array.text;
      }
    }
  }

  /** Returns a value of an array that does not depend on an unknown order. */
  #value(array: ArrayOf): string {
    const random = this.#random;
    switch (random.below(4)) {
      case 0:
        return `${array.text} | ${aggregateOf(random, array)}`;
      case 1: {
        const known = this.#known(array);
        return `${known.text} | slice(0, ${random.below(4)}) | map(${lambdaOf(random, array)})`;
      }
      case 2: {
        this.#isOrdered &&= array.isOrdered;
        return `${array.text} | filter(${predicateOf(random, array)}) | map(${lambdaOf(random, array)})`;
      }
      default:
        return `${array.text} | filter(${predicateOf(random, array)}) | count`;
    }
  }

  /** Returns the array in an order that is known; another one if no field of it can bring such an order. */
  #known(array: ArrayOf): ArrayOf & { readonly key: string } {
    const { key } = array;
    if (key === undefined) return this.#known(this.#table());
    if (array.isOrdered) return { ...array, key };
    return {
      ...array,
      key,
      text: `${array.text} | sort(x -> x.${sourceName(key)})`,
      isOrdered: true,
    };
  }

  #array(depth: number): ArrayOf {
    const random = this.#random;
    if (depth === 0 || random.oneIn(6)) return this.#table();
    const array = this.#array(depth - 1);
    switch (random.below(11)) {
      case 0:
      case 1:
        return { ...array, text: `${array.text} | filter(${predicateOf(random, array)})` };
      case 2:
        return this.#mapped(array);
      case 3:
        return this.#sorted(array);
      case 4: {
        const { text, ...known } = this.#known(array);
        const start = random.below(3);
        return { ...known, text: `${text} | slice(${start}, ${start + random.below(5) - 1})` };
      }
      case 5:
        return this.#lookups.each(array);
      case 6:
        return this.#grouped(array);
      case 7: {
        const name = this.#name();
        const [left, right] = [predicateOf(random, array), predicateOf(random, array)];
        const text = `(let ${name} = ${array.text}; append(${name} | filter(${left}), ${name} | filter(${right})))`;
        // An item may be there twice.
        return { ...array, text, key: undefined };
      }
      case 8:
        return this.#flatMapped(array);
      case 9: {
        // What fails for a row that the filter before it takes out.
        const field = [...array.fields].find(([, type]) => type === "Int32" || type === "Int64");
        if (field === undefined) return array;
        const name = sourceName(field[0]);
        const divided = `filter(x -> x.${name} != 0) | filter(x -> 10 / x.${name} > 1)`;
        return { ...array, text: `${array.text} | ${divided}` };
      }
      default:
        return array;
    }
  }

  #table(): ArrayOf {
    const table = this.#random.pick(this.#tables);
    return { text: table.name, fields: table.columns, isOrdered: false, key: "id" };
  }

  #sorted(array: ArrayOf): ArrayOf {
    const random = this.#random;
    const field = random.pick([...array.fields.keys()]);
    const type = array.fields.get(field);
    if (type === undefined || unsortable.has(type)) return array;
    const isNegated = negatable.has(type) && random.oneIn(2);
    const text = `${array.text} | sort(x -> ${isNegated ? "-" : ""}x.${sourceName(field)})`;
    // The compiler drops a sort that another one follows: what the first one said of ties is lost.
    return { ...array, text, isOrdered: field === array.key };
  }

  #mapped(array: ArrayOf): ArrayOf {
    const fields = new Map<string, ColumnType>();
    const parts: string[] = [];
    for (const [field, type] of array.fields) {
      if (field !== array.key && this.#random.oneIn(3)) continue;
      fields.set(field, type);
      const isComputed = field !== array.key && (type === "Int64" || type === "Int32");
      const name = sourceName(field);
      const value = isComputed && this.#random.oneIn(2) ? `x.${name} * 2 + 1` : `x.${name}`;
      parts.push(`${name} = ${value}`);
    }
    if (parts.length === 0) return array;
    return { ...array, fields, text: `${array.text} | map(x -> {${parts.join(", ")}})` };
  }

  #grouped(array: ArrayOf): ArrayOf {
    const fields = [...array.fields].filter(([, type]) => type === "Int32" || type === "Int64");
    if (fields.length === 0) return array;
    const [field, type] = this.#random.pick(fields);
    const summed = sourceName(this.#random.pick(fields)[0]);
    const least = this.#random.below(3) - 1;
    const some = `rows | filter(r -> r.${summed} > ${least})`;
    const forms = [
      "n = count(rows)",
      `n = rows | map(r -> r.${summed}) | sum`,
      `n = count(rows), m = rows | map(r -> r.${summed}) | sum`,
      `n = count(rows), m = ${some} | count`,
      `n = ${some} | map(r -> r.${summed}) | max, m = rows | map(r -> r.${summed}) | min`,
    ];
    const other = this.#random.pick(this.#tables).name;
    const found = `${other} | filter(y -> ${type === "Int32" ? "y.k" : "y.id"} == g)`;
    forms.push(
      `n = ${found} | count, m = count(rows)`,
      `n = ${found} | sort(y -> -y.id) | map(y -> y.id), m = ${found} | map(y -> y.id) | max`,
    );
    const items = `flat_map(r -> ${other} | filter(y -> y.id == to_int64(r.${summed})))`;
    forms.push(
      `n = rows | ${items} | map(y -> y.id) | sum, m = count(rows)`,
      `n = ${some} | ${items} | count, m = ${some} | count`,
    );
    const { key } = array;
    if (key !== undefined && fields.some(([name]) => name === key)) {
      const start = this.#random.below(2);
      const sliced = `sort(r -> -r.${sourceName(key)}) | slice(${start}, ${start + this.#random.below(3)})`;
      forms.push(
        `n = rows | ${sliced} | map(r -> r.${summed}) | sum, m = count(rows)`,
        `n = ${some} | ${sliced} | map(r -> r.${summed})`,
        `n = ${some} | ${sliced} | filter(r -> r.${summed} != 2) | count, m = rows | ${sliced} | count`,
        `n = rows | ${sliced} | slice(0, 1) | map(r -> r.${summed}) | sum`,
        `n = rows | sort(r -> -r.${sourceName(key)}) | map(r -> r.${summed}) | index(${start}), m = count(rows)`,
      );
    }
    const parts = this.#random.pick(forms);
    const text = `${array.text} | group_map(x -> x.${sourceName(field)}, func (g, rows) -> {g = g, ${parts}})`;
    return { text, fields: new Map([["g", type]]), isOrdered: false, key: "g" };
  }

  #flatMapped(array: ArrayOf): ArrayOf {
    const key = array.key;
    const type = key === undefined ? undefined : array.fields.get(key);
    if (key === undefined || (type !== "Int64" && type !== "Int32")) return array;
    const table = this.#random.pick(this.#tables);
    const [outer, inner] = [this.#name(), this.#name()];
    const wide =
      type === "Int32" ? `to_int64(${outer}.${sourceName(key)})` : `${outer}.${sourceName(key)}`;
    const matches = `${table.name} | filter(${inner} -> to_int64(${inner}.k) == ${wide})`;
    const order = this.#random.oneIn(2) ? " | sort(y -> -y.id)" : "";
    const text = `${array.text} | flat_map(${outer} -> ${matches}${order})`;
    const isOrdered = array.isOrdered && order !== "";
    return { text, fields: table.columns, isOrdered, key: "id" };
  }
}
