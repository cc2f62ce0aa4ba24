import type {
  Aggregate,
  Cte,
  Expression,
  Operation,
  Query,
  Relation,
  Select,
  Statement,
  Union,
} from "./tree.ts";
import { walkQueries } from "./walk.ts";

/** Options of {@link printStatement}. */
export interface PrintOptions {
  /** Puts clauses on lines of their own, for people; default: everything on one line. */
  readonly isLaidOut?: boolean;
}

/** Prints a statement as SQL. Relations keep their names, except where two of a statement would have the same one. */
export function printStatement(
  statement: Statement,
  { isLaidOut = false }: PrintOptions = {},
): string {
  return new Printer(isLaidOut).statement(statement);
}

/** Operators whose text needs no parentheses around it where a cast or a field follows. */
const closed: ReadonlySet<string> = new Set(["cast", "field", "extract", "jsontag", "list"]);

class Printer {
  readonly #isLaidOut: boolean;
  readonly #names: Map<Relation | Cte, string> = new Map();
  readonly #taken: Set<string> = new Set();
  readonly #tables: Set<string> = new Set();
  #depth = 0;

  constructor(isLaidOut: boolean) {
    this.#isLaidOut = isLaidOut;
  }

  statement(statement: Statement): string {
    // A WITH would hide a table of its name.
    walkQueries(statement, (query) => {
      if (query.kind !== "select") return;
      for (const { source } of query.from) {
        if (source.kind === "table") this.#tables.add(source.name.replaceAll('"', ""));
      }
    });
    if (statement.kind === "query") return this.#query(statement.query);
    if (statement.kind === "insert") {
      return `${statement.head}${this.#break}${this.#query(statement.query)}`;
    }
    const { kind, target, assignments, from, where } = statement;
    const table = this.#nameOf(target, target.alias);
    const sets = assignments.map(({ column, value }) => `${column} = ${this.#expression(value)}`);
    const sources = this.#from(from);
    const head =
      kind === "update"
        ? [`UPDATE ${table} SET ${sets.join(", ")}`, `FROM ${sources}`]
        : [`DELETE FROM ${table}`, `USING ${sources}`];
    return [...head, `WHERE ${this.#all(where)}`].join(this.#break);
  }

  /** Separator of clauses. */
  get #break(): string {
    return this.#isLaidOut ? `\n${"  ".repeat(this.#depth)}` : " ";
  }

  /** Prints a query in parentheses. */
  #inside(query: Query): string {
    if (!this.#isLaidOut) return `(${this.#query(query)})`;
    this.#depth++;
    const text = `(${this.#break}${this.#query(query)}`;
    this.#depth--;
    return `${text}${this.#break})`;
  }

  #query(query: Query): string {
    if (query.kind === "values") {
      const rows = query.rows.map((row) => `(${this.#list(row)})`);
      return `VALUES ${rows.join(", ")}`;
    }
    const clauses = [...this.#with(query.ctes), ...this.#clauses(query)];
    if (query.orderBy.length > 0) clauses.push(`ORDER BY ${this.#list(query.orderBy)}`);
    if (query.limit !== undefined) clauses.push(`LIMIT ${this.#expression(query.limit)}`);
    if (query.offset !== undefined) clauses.push(`OFFSET ${this.#expression(query.offset)}`);
    return clauses.join(this.#break);
  }

  #clauses(query: Select | Union): string[] {
    if (query.kind === "union") {
      const arms = query.arms.map((arm) =>
        isPlainArm(arm) ? this.#query(arm) : this.#inside(arm),
      );
      return [arms.join(`${this.#break}UNION ALL${this.#break}`)];
    }
    const items = query.items.map(({ expression, name }) => {
      const isNamed =
        name === undefined || (expression.kind === "column" && expression.name === name);
      return isNamed ? this.#expression(expression) : `${this.#expression(expression)} AS ${name}`;
    });
    const clauses = [`SELECT ${items.join(", ")}`.trimEnd()];
    if (query.from.length > 0) clauses.push(`FROM ${this.#from(query.from)}`);
    if (query.where.length > 0) clauses.push(`WHERE ${this.#all(query.where)}`);
    if (query.groupBy.length > 0) clauses.push(`GROUP BY ${this.#list(query.groupBy)}`);
    return clauses;
  }

  #with(ctes: readonly Cte[]): string[] {
    if (ctes.length === 0) return [];
    const queries = ctes.map((cte) => {
      const columns = cte.columns === undefined ? "" : ` (${cte.columns.join(", ")})`;
      const as = cte.isMaterialized === true ? "AS MATERIALIZED" : "AS";
      return `${this.#nameOf(cte, cte.name)}${columns} ${as} ${this.#inside(cte.query)}`;
    });
    const isRecursive = ctes.some((cte) => cte.isRecursive);
    return [`WITH ${isRecursive ? "RECURSIVE " : ""}${queries.join(", ")}`];
  }

  #from(relations: readonly Relation[]): string {
    const texts = relations.map((relation) => this.#relation(relation));
    if (!relations.some(({ isOptional }) => isOptional)) return texts.join(", ");
    const joined = relations.map(({ isOptional }, i) => {
      if (isOptional) return `LEFT JOIN ${texts[i]} ON TRUE`;
      return i === 0 ? texts[i] : `CROSS JOIN ${texts[i]}`;
    });
    return (relations[0]?.isOptional ? ["(SELECT 1) AS one", ...joined] : joined).join(" ");
  }

  #relation(relation: Relation): string {
    const { source, columns, isLateral } = relation;
    const list = columns === undefined ? "" : ` (${columns.join(", ")})`;
    const name = `AS ${this.#nameOf(relation, relation.alias)}${list}`;
    switch (source.kind) {
      case "table":
        return `${source.name} ${name}`;
      case "cte":
        return `${this.#nameOf(source.cte, source.cte.name)} ${name}`;
      case "function": {
        const ordinality = source.hasOrdinality ? " WITH ORDINALITY" : "";
        return `${this.#expression(source.call)}${ordinality} ${name}`;
      }
      case "query":
        return `${isLateral ? "LATERAL " : ""}${this.#inside(source.query)} ${name}`;
    }
  }

  #all(predicates: readonly Expression[]): string {
    return predicates.map((predicate) => this.#expression(predicate)).join(" AND ");
  }

  #list(expressions: readonly Expression[]): string {
    return expressions.map((expression) => this.#expression(expression)).join(", ");
  }

  #expression(expression: Expression): string {
    switch (expression.kind) {
      case "atom":
        return expression.text;
      case "output":
        return expression.name;
      case "column": {
        const { relation, name } = expression;
        return `${this.#nameOf(relation, relation.alias)}.${name}`;
      }
      case "wholeRow":
        return `${this.#nameOf(expression.relation, expression.relation.alias)}.*`;
      case "operation":
        return this.#operation(expression);
      case "aggregate":
        return this.#aggregate(expression);
      case "subquery":
        return this.#inside(expression.query);
    }
  }

  #operation({ operator, parts, operands }: Operation): string {
    let text = parts[0] ?? "";
    operands.forEach((operand, i) => {
      const isOpen =
        (operator === "cast" || operator === "field") &&
        text === "" &&
        operand.kind === "operation" &&
        !closed.has(operand.operator) &&
        !(operand.parts[0] ?? "").startsWith("(");
      const inner = this.#expression(operand);
      text += `${isOpen && !/^\w+\(/.test(inner) ? `(${inner})` : inner}${parts[i + 1] ?? ""}`;
    });
    return text;
  }

  #aggregate({ name, args, orderBy, filter, over }: Aggregate): string {
    const order = orderBy.length === 0 ? "" : ` ORDER BY ${this.#list(orderBy)}`;
    const list = name === "COUNT" && args.length === 0 ? "*" : this.#list(args);
    const where = filter === undefined ? "" : ` FILTER (WHERE ${this.#expression(filter)})`;
    const call = `${name}(${list}${order})${where}`;
    if (over === undefined) return call;
    const { partitionBy = [] } = over;
    const keys = partitionBy.length === 0 ? [] : [`PARTITION BY ${this.#list(partitionBy)}`];
    if (over.orderBy.length > 0) keys.push(`ORDER BY ${this.#list(over.orderBy)}`);
    if (over.frame !== undefined) keys.push(this.#operation(over.frame));
    return `${call} OVER (${keys.join(" ")})`;
  }

  #nameOf(named: Relation | Cte, wanted: string): string {
    const known = this.#names.get(named);
    if (known !== undefined) return known;
    let name = wanted;
    const isFree = (): boolean =>
      !this.#taken.has(name) && ("alias" in named || !this.#tables.has(name));
    for (let i = 2; !isFree(); i++) {
      name = wanted.endsWith('"') ? `${wanted.slice(0, -1)}_${i}"` : `${wanted}_${i}`;
    }
    this.#taken.add(name);
    this.#names.set(named, name);
    return name;
  }
}

function isPlainArm(arm: Query): boolean {
  if (arm.kind !== "select") return false;
  return (
    arm.ctes.length === 0 &&
    arm.orderBy.length === 0 &&
    arm.limit === undefined &&
    arm.offset === undefined
  );
}
