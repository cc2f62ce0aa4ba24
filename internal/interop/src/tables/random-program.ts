import type { Random } from "@lutra-internal/testing";

/** Types of the columns that random tables have. */
export type ColumnType = "Int64" | "Int32" | "Text" | "Bool" | "Float64" | "option";

/** A random table. Its first column is `id`, which no two rows share. */
export interface RandomTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, ColumnType>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A random program on two tables. */
export interface RandomTableProgram {
  readonly tables: readonly [RandomTable, RandomTable];
  /** An expression in which `a` and `b` are the arrays of the tables' rows. */
  readonly body: string;
  /** `true` if the order of every array in the result is known; */
  readonly isOrdered: boolean;
}

/** An expression with an array of tuples. */
interface ArrayOf {
  readonly text: string;
  readonly fields: ReadonlyMap<string, ColumnType>;
  /** `true` if the order of its items is known. */
  readonly isOrdered: boolean;
  /** A field that no two items share. */
  readonly key: string | undefined;
}

const columnNames = ["k", "n", "s", "w", "f", "o"] as const;
const columnTypes = {
  k: "Int32",
  n: "Int64",
  s: "Text",
  w: "Bool",
  f: "Float64",
  o: "option",
} as const;

/** Creates a random program with random tables: few different values, so that there are ties and matches. */
export function randomTableProgram(random: Random): RandomTableProgram {
  const tables = [randomTable(random, "a"), randomTable(random, "b")] as const;
  return { tables, ...new ProgramWriter(random, tables).program() };
}

function randomTable(random: Random, name: string): RandomTable {
  const columns = new Map<string, ColumnType>([
    ["id", "Int64"],
    ["k", "Int32"],
  ]);
  for (const column of columnNames) {
    if (!random.oneIn(2)) columns.set(column, columnTypes[column]);
  }
  const count = random.oneIn(6) ? 0 : 1 + random.below(12);
  const ids = Array.from({ length: count }, (_, i) => BigInt(i)).toSorted(
    () => random.below(3) - 1,
  );
  const rows = ids.map((id) => {
    const row: Record<string, unknown> = { id };
    for (const [column, type] of columns)
      if (column !== "id") row[column] = randomCell(random, type);
    return row;
  });
  return { name, columns, rows };
}

function randomCell(random: Random, type: ColumnType): unknown {
  switch (type) {
    case "Int64":
      return BigInt(random.below(7) - 2);
    case "Int32":
      return random.below(5) - 1;
    case "Text":
      return random.pick(["", "a", "b", "ab", "it's", "é"]);
    case "Bool":
      return random.oneIn(2);
    case "Float64":
      return (random.below(9) - 4) / 4;
    case "option":
      return random.oneIn(3) ? null : random.below(4);
  }
}

class ProgramWriter {
  readonly #random: Random;
  readonly #tables: readonly [RandomTable, RandomTable];
  #names = 0;
  #isOrdered = true;

  constructor(random: Random, tables: readonly [RandomTable, RandomTable]) {
    this.#random = random;
    this.#tables = tables;
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
    switch (random.below(9)) {
      case 0: {
        const array = this.#array(3);
        return `${array.text} | ${this.#aggregate(array)}`;
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
        const [left, right] = [this.#lambda(array), this.#lambda(array)];
        this.#isOrdered &&= array.isOrdered;
        return `(let ${name} = ${array.text}; zip(${name} | map(${left}), ${name} | map(${right})))`;
      }
      case 3: {
        const array = this.#known(this.#array(2));
        return `${array.text} | index(${random.below(4) - (random.oneIn(5) ? 2 : 0)}) | is_some`;
      }
      case 4: {
        const array = this.#array(2);
        this.#isOrdered = false;
        return `${array.text} | map(${this.#lambda(array)}) | distinct`;
      }
      case 5: {
        const array = this.#known(this.#array(2));
        const texts = `${array.text} | map(x -> to_text(x.${array.key}))`;
        return `${texts} | text::join("-")`;
      }
      case 6: {
        const array = this.#known(this.#array(2));
        const step = random.pick(["lag(1)", "lead(1)", "map(v -> v)"]);
        return `${array.text} | map(x -> x.${array.key}) | ${step}`;
      }
      default: {
        const array = this.#array(4);
        this.#isOrdered &&= array.isOrdered;
        return array.text;
      }
    }
  }

  /** A value of an array that does not depend on an unknown order. */
  #value(array: ArrayOf): string {
    const random = this.#random;
    switch (random.below(4)) {
      case 0:
        return `${array.text} | ${this.#aggregate(array)}`;
      case 1: {
        const known = this.#known(array);
        return `${known.text} | slice(0, ${random.below(4)}) | map(${this.#lambda(array)})`;
      }
      case 2: {
        this.#isOrdered &&= array.isOrdered;
        return `${array.text} | filter(${this.#predicate(array)}) | map(${this.#lambda(array)})`;
      }
      default:
        return `${array.text} | filter(${this.#predicate(array)}) | count`;
    }
  }

  /** The array in an order that is known; another one if no field of it can bring such an order. */
  #known(array: ArrayOf): ArrayOf & { readonly key: string } {
    const { key } = array;
    if (key === undefined) return this.#known(this.#table());
    if (array.isOrdered) return { ...array, key };
    return { ...array, key, text: `${array.text} | sort(x -> x.${key})`, isOrdered: true };
  }

  #array(depth: number): ArrayOf {
    const random = this.#random;
    if (depth === 0 || random.oneIn(6)) return this.#table();
    const array = this.#array(depth - 1);
    switch (random.below(11)) {
      case 0:
      case 1:
        return { ...array, text: `${array.text} | filter(${this.#predicate(array)})` };
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
        return this.#looked(array);
      case 6:
        return this.#grouped(array);
      case 7: {
        const name = this.#name();
        const [left, right] = [this.#predicate(array), this.#predicate(array)];
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
        const [name] = field;
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
    if (type === "option" || type === "Bool") return array;
    const isNegated = type !== "Text" && random.oneIn(2);
    const text = `${array.text} | sort(x -> ${isNegated ? "-" : ""}x.${field})`;
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
      const value = isComputed && this.#random.oneIn(2) ? `x.${field} * 2 + 1` : `x.${field}`;
      parts.push(`${field} = ${value}`);
    }
    if (parts.length === 0) return array;
    return { ...array, fields, text: `${array.text} | map(x -> {${parts.join(", ")}})` };
  }

  /** Each item with something that is looked up in a table. */
  #looked(array: ArrayOf): ArrayOf {
    if (array.key === undefined || array.fields.get(array.key) === "option") return array;
    const random = this.#random;
    const table = this.#random.pick(this.#tables);
    const [outer, inner] = [this.#name(), this.#name()];
    const key = `${outer}.${array.key}`;
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
    const kept = [...array.fields].filter(([field]) => field === array.key || random.oneIn(2));
    const parts = kept.map(([field]) => `${field} = ${outer}.${field}`);
    const text = `${array.text} | map(${outer} -> {${[...parts, `found = ${found}`].join(", ")}})`;
    return { ...array, fields: new Map(kept), text };
  }

  #grouped(array: ArrayOf): ArrayOf {
    const fields = [...array.fields].filter(([, type]) => type === "Int32" || type === "Int64");
    if (fields.length === 0) return array;
    const [field, type] = this.#random.pick(fields);
    const [summed] = this.#random.pick(fields);
    const parts = this.#random.pick([
      "n = count(rows)",
      `n = rows | map(r -> r.${summed}) | sum`,
      `n = count(rows), m = rows | map(r -> r.${summed}) | sum`,
    ]);
    const text = `${array.text} | group_map(x -> x.${field}, func (g, rows) -> {g = g, ${parts}})`;
    return { text, fields: new Map([["g", type]]), isOrdered: false, key: "g" };
  }

  #flatMapped(array: ArrayOf): ArrayOf {
    const key = array.key;
    const type = key === undefined ? undefined : array.fields.get(key);
    if (key === undefined || (type !== "Int64" && type !== "Int32")) return array;
    const table = this.#random.pick(this.#tables);
    const [outer, inner] = [this.#name(), this.#name()];
    const wide = type === "Int32" ? `to_int64(${outer}.${key})` : `${outer}.${key}`;
    const matches = `${table.name} | filter(${inner} -> to_int64(${inner}.k) == ${wide})`;
    const order = this.#random.oneIn(2) ? " | sort(y -> -y.id)" : "";
    const text = `${array.text} | flat_map(${outer} -> ${matches}${order})`;
    const isOrdered = array.isOrdered && order !== "";
    return { text, fields: table.columns, isOrdered, key: "id" };
  }

  #lambda(array: ArrayOf): string {
    return `x -> x.${this.#random.pick([...array.fields.keys()])}`;
  }

  #predicate({ fields }: ArrayOf): string {
    const random = this.#random;
    const [field, type] = random.pick([...fields]);
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
        return random.pick([`x -> x.${field} == "a"`, `x -> text::length(x.${field}) > 1`]);
      case "Bool":
        return `x -> x.${field}`;
      case "Float64":
        return `x -> x.${field} > 0.25`;
      case "option":
        return random.pick([`x -> is_some(x.${field})`, `x -> (x.${field} | or_else(1)) > 1`]);
    }
  }

  #aggregate({ fields }: ArrayOf): string {
    const numbers = [...fields].filter(([, type]) => type === "Int64" || type === "Int32");
    if (numbers.length === 0 || this.#random.oneIn(2)) return "count";
    const [field] = this.#random.pick(numbers);
    return `map(x -> x.${field}) | ${this.#random.pick(["sum", "max", "min"])}`;
  }
}
