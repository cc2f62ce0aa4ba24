import type { Change, Cte, Expression, Item, Query, Select, Statement } from "../tree.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { FromParser } from "./from-parser.ts";
import { Scopes } from "./scope.ts";
import { TokenReader } from "./token-reader.ts";

/**
 * Parses a statement of the compiler.
 *
 * @throws UnknownSql for anything that the compiler does not write
 */
export function parseStatement(sql: string): Statement {
  return new StatementParser(sql, false).statement();
}

/**
 * Parses a statement of the optimizer. Rules are about statements of the compiler, so it is only there to be printed.
 *
 * @throws UnknownSql for anything that the optimizer does not write
 */
export function parseOptimized(sql: string): Statement {
  return new StatementParser(sql, true).statement();
}

class StatementParser {
  readonly #tokens: TokenReader;
  readonly #scopes: Scopes = new Scopes();
  readonly #expressions: ExpressionParser;
  /** Those in scope, the innermost last. */
  #ctes: readonly Cte[] = [];
  readonly #cteNames: Set<string> = new Set();
  readonly #from: FromParser;

  constructor(sql: string, isOptimized: boolean) {
    this.#tokens = new TokenReader(sql, isOptimized);
    const query = (): Query => this.#query();
    this.#expressions = new ExpressionParser(this.#tokens, this.#scopes, query);
    this.#from = new FromParser(this.#tokens, this.#scopes, this.#expressions.calls, {
      query,
      cte: (name) => this.#ctes.findLast((known) => known.name === name),
    });
  }

  statement(): Statement {
    const statement = this.#statement();
    if (this.#tokens.peek().kind !== "end") this.#tokens.fail("more than a statement");
    this.#scopes.end();
    if (this.#from.tables.some((name) => this.#cteNames.has(name))) {
      this.#tokens.fail("a table with the name of a query");
    }
    return statement;
  }

  #statement(): Statement {
    const tokens = this.#tokens;
    if (tokens.is("INSERT")) return this.#insert();
    if (tokens.is("UPDATE") || tokens.is("DELETE")) return this.#change();
    return { kind: "query", query: this.#query() };
  }

  #insert(): Statement {
    const tokens = this.#tokens;
    const start = tokens.peek();
    tokens.expect("INSERT", "INTO");
    this.#from.tableName();
    tokens.names();
    const head = tokens.textFrom(start);
    return { kind: "insert", head, query: this.#query() };
  }

  #change(): Change {
    const tokens = this.#tokens;
    const kind = tokens.accept("UPDATE") ? "update" : "delete";
    if (kind === "delete") tokens.expect("DELETE", "FROM");
    const target = this.#from.table();
    const assignments = this.#scopes.collect(() => {
      if (kind === "delete") return [];
      tokens.expect("SET");
      return tokens.list(() => {
        const column = tokens.name();
        tokens.expect("=");
        return { column, value: this.#expressions.expression() };
      });
    });
    tokens.expect(kind === "update" ? "FROM" : "USING");
    const from = this.#from.relations();
    tokens.expect("WHERE");
    const where = this.#scopes.collect(() => this.#expressions.predicates());
    for (const { met } of [assignments, where]) this.#scopes.resolve(met, [target, ...from]);
    return { kind, target, assignments: assignments.result, from, where: where.result };
  }

  #query(): Query {
    return this.#tokens.nested(() => {
      const outer = this.#ctes;
      const ctes = this.#with();
      const query = this.#body();
      if (ctes.length > 0) {
        if (query.kind === "values" || query.ctes.length > 0) this.#tokens.fail("two WITH clauses");
        query.ctes = ctes;
      }
      this.#ctes = outer;
      return query;
    });
  }

  #with(): Cte[] {
    const tokens = this.#tokens;
    if (!tokens.accept("WITH")) return [];
    const isRecursive = tokens.accept("RECURSIVE");
    return tokens.list(() => {
      const name = tokens.name();
      const columns = tokens.is("(") ? tokens.names() : undefined;
      tokens.expect("AS");
      const isMaterialized = tokens.acceptOptimized("MATERIALIZED");
      tokens.expect("(");
      const placeholder: Query = { kind: "values", rows: [] };
      const cte: Cte = { name, columns, isRecursive, isMaterialized, query: placeholder };
      this.#cteNames.add(name);
      if (isRecursive) {
        // Its own rows may be read in it: the names of its columns are those of its first arm.
        this.#ctes = [...this.#ctes, cte];
        const query = this.#body((first) => (cte.query = first));
        cte.query = query;
      } else {
        cte.query = this.#query();
        this.#ctes = [...this.#ctes, cte];
      }
      tokens.expect(")");
      return cte;
    });
  }

  /** Parses a query after its WITH. */
  #body(onFirst?: (query: Query) => void): Query {
    const tokens = this.#tokens;
    // Without parentheses, what follows the last arm of a UNION is about the whole.
    const first = this.#arm(true);
    onFirst?.(first);
    if (!tokens.is("UNION")) return this.#ordered(first);
    const arms = [first];
    while (tokens.accept("UNION")) {
      tokens.expect("ALL");
      arms.push(this.#arm(false));
    }
    return this.#ordered({
      kind: "union",
      ctes: [],
      arms,
      orderBy: [],
      limit: undefined,
      offset: undefined,
    });
  }

  #arm(mayOrder: boolean): Query {
    const tokens = this.#tokens;
    if (tokens.accept("(")) {
      const query = this.#query();
      tokens.expect(")");
      return query;
    }
    if (tokens.accept("VALUES")) return this.#values();
    if (tokens.is("WITH")) return this.#query();
    return this.#select(mayOrder);
  }

  #values(): Query {
    const rows = this.#tokens.list(() => {
      this.#tokens.expect("(");
      const row = this.#tokens.list(() => this.#expressions.expression());
      this.#tokens.expect(")");
      return row;
    });
    return { kind: "values", rows };
  }

  /** Parses ORDER BY, LIMIT and OFFSET of a UNION; a SELECT has parsed its own. */
  #ordered(query: Query): Query {
    const tokens = this.#tokens;
    if (query.kind !== "union") {
      if (tokens.is("ORDER") || tokens.is("LIMIT")) tokens.fail("a second order");
      return query;
    }
    if (tokens.accept("ORDER")) {
      tokens.expect("BY");
      query.orderBy = tokens.list(() => ({ kind: "output", name: tokens.name() }));
    }
    this.#limit(query);
    return query;
  }

  #limit(query: Exclude<Query, { kind: "values" }>): void {
    const tokens = this.#tokens;
    if (tokens.accept("LIMIT")) query.limit = this.#expressions.expression();
    if (tokens.accept("OFFSET")) query.offset = this.#expressions.expression();
  }

  #select(mayOrder: boolean): Select {
    const tokens = this.#tokens;
    tokens.expect("SELECT");
    const expressions = this.#expressions;
    const items = this.#scopes.collect(() => (this.#isEmptySelect() ? [] : this.#items()));
    const from = tokens.accept("FROM") ? this.#from.relations() : [];
    const { result: select, met } = this.#scopes.collect(() => {
      const where = tokens.accept("WHERE") ? expressions.predicates() : [];
      const groupBy: Expression[] = tokens.accept("GROUP") ? this.#groupBy() : [];
      const result: Select = {
        kind: "select",
        ctes: [],
        items: items.result,
        from,
        where,
        groupBy,
        orderBy: [],
        limit: undefined,
        offset: undefined,
      };
      if (mayOrder) {
        if (tokens.is("ORDER")) result.orderBy = this.#orderOf(result);
        this.#limit(result);
      }
      return result;
    });
    if ((select.orderBy.length > 0 || select.limit !== undefined) && tokens.is("UNION")) {
      tokens.fail("an order before UNION");
    }
    this.#scopes.resolve([...items.met, ...met], from);
    return select;
  }

  #isEmptySelect(): boolean {
    const { kind } = this.#tokens.peek();
    return kind === "end" || ["FROM", "WHERE", ")", "UNION"].some((text) => this.#tokens.is(text));
  }

  #groupBy(): Expression[] {
    this.#tokens.expect("BY");
    return this.#tokens.list(() => this.#expressions.expression());
  }

  /** Parses the keys of ORDER BY. A bare name is a result column. */
  #orderOf({ items }: Select): Expression[] {
    const tokens = this.#tokens;
    tokens.expect("ORDER", "BY");
    return tokens.list(() => {
      const isLast = [",", ")", "LIMIT", "OFFSET"].some((end) => tokens.is(end, 1));
      const isAlone = isLast || tokens.peek(1).kind === "end";
      const found = items.filter(({ name }) => isAlone && name === tokens.peek().text);
      if (found.length > 1) tokens.fail("a name of two columns");
      const [item] = found;
      if (item === undefined) return this.#expressions.key();
      const name = tokens.name();
      return item.expression.kind === "column" ? item.expression : { kind: "output", name };
    });
  }

  #items(): Item[] {
    const tokens = this.#tokens;
    return tokens.list(() => {
      const expression = this.#expressions.expression();
      if (expression.kind === "wholeRow") tokens.fail("all columns");
      if (tokens.accept("AS")) return { expression, name: tokens.name() };
      return { expression, name: expression.kind === "column" ? expression.name : undefined };
    });
  }
}
