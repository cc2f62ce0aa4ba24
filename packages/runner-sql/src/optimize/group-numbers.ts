import { numbering, outputNames } from "./numbering.ts";
import { column, type Column, type Expression, type Relation } from "./tree.ts";
import { mapExpression } from "./walk.ts";

/** Number of a row of a group, by keys, among the rows that filters leave. */
interface GroupNumber {
  readonly keys: readonly Expression[];
  readonly filters: readonly Expression[];
}

/** Numbers of the rows of groups. Columns stand for them, and rows get those that are read. */
export class GroupNumbers {
  readonly #rows: Relation;
  readonly #names: readonly string[];
  readonly #groupBy: readonly Expression[];
  readonly #numbers: Map<Relation, GroupNumber> = new Map();
  readonly #placed: Map<Relation, Column> = new Map();

  private constructor(rows: Relation, names: readonly string[], groupBy: readonly Expression[]) {
    this.#rows = rows;
    this.#names = names;
    this.#groupBy = groupBy;
  }

  /** Returns numbers for the rows of a relation; undefined if its columns are not known. */
  static of(rows: Relation, groupBy: readonly Expression[]): GroupNumbers | undefined {
    const names = rows.columns === undefined ? outputNames(rows) : undefined;
    if (names?.every((name) => name !== undefined) !== true) return undefined;
    return new GroupNumbers(rows, names, groupBy);
  }

  /** Returns the column that stands for a number. */
  create(keys: readonly Expression[], filters: readonly Expression[]): Column {
    const source = { kind: "table", name: "" } as const;
    const relation: Relation = { alias: "", columns: undefined, source, isLateral: false };
    this.#numbers.set(relation, { keys: keys.flatMap((key) => this.sortKeys(key)), filters });
    return column(relation, "number");
  }

  /** Checks for a column that stands for a number. */
  has({ relation }: Column): boolean {
    return this.#numbers.has(relation);
  }

  /** Returns keys that sort the rows of a group as a key does: those of a number in its place. */
  sortKeys(key: Expression): readonly Expression[] {
    const number = this.#of(key);
    return number?.keys ?? [key];
  }

  /** Returns an expression with columns of the rows in the place of numbers. */
  placed(expression: Expression): Expression {
    return mapExpression(expression, (part) => {
      const number = this.#of(part);
      return part.kind === "column" && number !== undefined ? this.#place(part, number) : part;
    });
  }

  #of(expression: Expression): GroupNumber | undefined {
    return expression.kind === "column" ? this.#numbers.get(expression.relation) : undefined;
  }

  #place({ relation }: Column, { keys, filters }: GroupNumber): Column {
    const known = this.#placed.get(relation);
    if (known !== undefined) return known;
    // Numbers that these mention become columns of the rows first.
    const [sorted, left] = [keys, filters].map((all) => all.map((each) => this.placed(each)));
    const rows = this.#rows;
    const inner: Relation = { ...rows };
    const ofInner = (expression: Expression): Expression =>
      mapExpression(expression, (part) =>
        part.kind === "column" && part.relation === rows ? column(inner, part.name) : part,
      );
    const partition = [...this.#groupBy, ...left!].map(ofInner);
    const name = this.#freeName();
    const items = [
      ...(outputNames(rows) ?? []).map((each) => ({
        expression: column(inner, each!),
        name: each,
      })),
      { expression: numbering(sorted!.map(ofInner), partition), name },
    ];
    const bare = { ctes: [], where: [], groupBy: [], orderBy: [] };
    const ends = { limit: undefined, offset: undefined };
    rows.source = {
      kind: "query",
      query: { kind: "select", ...bare, ...ends, items, from: [inner] },
    };
    const result = column(rows, name);
    this.#placed.set(relation, result);
    return result;
  }

  #freeName(): string {
    const taken = new Set([...this.#names, ...[...this.#placed.values()].map(({ name }) => name)]);
    let name = "number";
    for (let i = 2; taken.has(name); i++) name = `number_${i}`;
    return name;
  }
}
