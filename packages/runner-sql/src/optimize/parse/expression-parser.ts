import { atom, type Expression, operation, type Query } from "../tree.ts";
import {
  binding,
  isBinding,
  likeBinding,
  minusBinding,
  notBinding,
  zoneBinding,
} from "./binding.ts";
import { CallParser } from "./call-parser.ts";
import { parseType } from "./parse-type.ts";
import type { Scopes } from "./scope.ts";
import type { TokenReader } from "./token-reader.ts";

/** Words that end an expression. They start no other expression than those parsed here. */
const keywords: ReadonlySet<string> = new Set(
  `ALL AND AS AT BETWEEN BY CASE CAST DISTINCT ELSE END ESCAPE EXCEPT EXISTS FILTER FROM FULL GROUP HAVING ILIKE IN
   INNER INTERSECT IS ISNULL JOIN LATERAL LEFT LIKE LIMIT NATURAL NOT NOTNULL OFFSET ON OR ORDER OVER PARTITION RIGHT
   SELECT SET SIMILAR THEN UNION USING VALUES WHEN WHERE WINDOW WITH WITHIN`.split(/\s+/),
);

/** Parses expressions. */
export class ExpressionParser {
  readonly #tokens: TokenReader;
  readonly #scopes: Scopes;
  readonly #query: () => Query;
  /** Parser of calls, also of those in FROM. */
  readonly calls: CallParser;

  /** @param query parses a query, from SELECT, WITH, VALUES or a parenthesis on */
  constructor(tokens: TokenReader, scopes: Scopes, query: () => Query) {
    this.#tokens = tokens;
    this.#scopes = scopes;
    this.#query = query;
    this.calls = new CallParser(tokens, this);
  }

  /** Parses an expression whose operators bind tighter than `floor`. */
  expression(floor = 0): Expression {
    return this.#tokens.nested(() => {
      let left = this.#prefixed();
      for (;;) {
        const next = this.#infix(left, floor);
        if (next === undefined) return left;
        left = next;
      }
    });
  }

  /** Parses predicates between ANDs. */
  predicates(): Expression[] {
    return conjunctsOf(this.expression());
  }

  /** Parses `ORDER BY` and its keys, which ascend; nothing if it does not follow. */
  orderBy(): Expression[] {
    if (!this.#tokens.accept("ORDER")) return [];
    this.#tokens.expect("BY");
    return this.#tokens.list(() => this.key());
  }

  /** Parses a key of `ORDER BY`. */
  key(): Expression {
    const key = this.expression();
    return this.#tokens.acceptOptimized("DESC") ? operation("descend", ["", " DESC"], key) : key;
  }

  #prefixed(): Expression {
    const tokens = this.#tokens;
    const isNot = tokens.is("NOT");
    if (tokens.isOptimized && tokens.is("EXISTS", isNot ? 1 : 0)) return this.#exists();
    if (tokens.accept("NOT")) return prefix("not", "(NOT ", this.expression(notBinding));
    if (tokens.accept("-")) return prefix("negate", "(- ", this.expression(minusBinding));
    return this.#suffixed(this.#primary());
  }

  #infix(left: Expression, floor: number): Expression | undefined {
    const tokens = this.#tokens;
    const token = tokens.peek();
    const symbol = token.kind === "word" ? token.word : token.text;
    const strength = token.kind === "name" || token.kind === "string" ? undefined : binding[symbol];
    if (strength !== undefined) {
      if (strength <= floor) return undefined;
      tokens.take();
      const operator = symbol.toLowerCase();
      return operation(operator, ["(", ` ${symbol} `, ")"], left, this.expression(strength));
    }
    if (tokens.is("IS") && isBinding > floor) return this.#isNull(left);
    if (tokens.is("LIKE") && likeBinding > floor) return this.#like(left);
    if (tokens.acceptOptimized("IN")) {
      return operation("in", ["(", " IN ", ")"], left, this.#primary());
    }
    if (tokens.is("AT") && zoneBinding > floor) {
      tokens.expect("AT", "TIME", "ZONE");
      return operation(
        "at time zone",
        ["(", " AT TIME ZONE ", ")"],
        left,
        this.expression(zoneBinding),
      );
    }
    return undefined;
  }

  /** Parses a question to the catalog, which names nothing of the statement. */
  #exists(): Expression {
    const start = this.#tokens.peek();
    this.#tokens.accept("NOT");
    this.#tokens.expect("EXISTS");
    this.#tokens.skipParenthesis();
    return atom(this.#tokens.textFrom(start));
  }

  #isNull(left: Expression): Expression {
    this.#tokens.expect("IS");
    const isNot = this.#tokens.accept("NOT");
    this.#tokens.expect("NULL");
    return isNot
      ? operation("isnotnull", ["(", " IS NOT NULL)"], left)
      : operation("isnull", ["(", " IS NULL)"], left);
  }

  #like(left: Expression): Expression {
    this.#tokens.expect("LIKE");
    const pattern = this.expression(likeBinding);
    if (!this.#tokens.accept("ESCAPE")) {
      return operation("like", ["(", " LIKE ", ")"], left, pattern);
    }
    const escape = this.expression(likeBinding);
    return operation("like", ["(", " LIKE ", " ESCAPE ", ")"], left, pattern, escape);
  }

  /** Parses the casts after an operand, which bind tightest. */
  #suffixed(operand: Expression): Expression {
    const tokens = this.#tokens;
    let result = operand;
    while (tokens.accept("::")) {
      result = operation("cast", ["", `::${parseType(tokens)}`], result);
    }
    if (!tokens.acceptOptimized("COLLATE")) return result;
    return operation("collate", ["", ` COLLATE ${tokens.name()}`], result);
  }

  #primary(): Expression {
    const tokens = this.#tokens;
    const { kind, word, text } = tokens.peek();
    switch (kind) {
      case "number":
      case "string":
      case "parameter":
        return atom(tokens.take().text);
      case "name":
        return this.#column();
      case "symbol":
        if (text === "(") return this.#parenthesised();
        if (text === "[") return this.#list();
        return tokens.fail("no expression");
      case "word":
        if (word === "CASE") return this.#case();
        if (word === "CAST") return this.#cast();
        if (keywords.has(word)) return tokens.fail("no expression");
        if (tokens.is("(", 1)) return this.calls.call();
        if (tokens.peek(1).kind === "string") return this.#typedLiteral();
        if (word === "NULL" || word === "TRUE" || word === "FALSE") return atom(tokens.take().text);
        return this.#column();
      case "end":
        return tokens.fail("the end");
    }
  }

  /** Parses `TIME '00:00'`, `INTERVAL '1 microsecond'`, `jsonb '[]'`. */
  #typedLiteral(): Expression {
    const { text: type, at } = this.#tokens.take();
    // E'...' means more than its parts.
    if (this.#tokens.peek().at === at + type.length) this.#tokens.fail("a kind of string");
    return atom(`${type} ${this.#tokens.take().text}`);
  }

  #column(): Expression {
    const tokens = this.#tokens;
    const { at } = tokens.peek();
    const first = tokens.name();
    if (!tokens.accept(".")) return this.#scopes.column(undefined, first, at);
    if (tokens.accept("*")) return this.#scopes.wholeRow(first, at);
    let result: Expression = this.#scopes.column(first, tokens.name(), at);
    while (tokens.accept(".")) {
      result = operation("field", ["", `.${tokens.name()}`], result);
    }
    return result;
  }

  #parenthesised(): Expression {
    const tokens = this.#tokens;
    tokens.expect("(");
    if (tokens.is("SELECT") && tokens.is("JSONB_OBJECT_KEYS", 1)) return this.#jsonTag();
    if (tokens.is("SELECT") || tokens.is("WITH")) {
      const query = this.#query();
      tokens.expect(")");
      return { kind: "subquery", query };
    }
    const inner = this.expression();
    tokens.expect(")");
    return inner;
  }

  /** Parses the variant of an enum in JSON: `(SELECT jsonb_object_keys(json) LIMIT 1)`. */
  #jsonTag(): Expression {
    const tokens = this.#tokens;
    tokens.expect("SELECT", "JSONB_OBJECT_KEYS", "(");
    const json = this.expression();
    tokens.expect(")", "LIMIT");
    if (tokens.take().text !== "1") tokens.fail("another limit");
    tokens.expect(")");
    return operation("jsontag", ["(SELECT jsonb_object_keys(", ") LIMIT 1)"], json);
  }

  #list(): Expression {
    this.#tokens.expect("[");
    const items = this.#tokens.is("]") ? [] : this.#tokens.list(() => this.expression());
    this.#tokens.expect("]");
    if (items.length === 0) return operation("list", ["[]"]);
    return operation("list", [...items.map((_, i) => (i === 0 ? "[" : ", ")), "]"], ...items);
  }

  #case(): Expression {
    const tokens = this.#tokens;
    tokens.expect("CASE");
    const parts: string[] = [];
    const operands: Expression[] = [];
    let text = "(CASE";
    const add = (before: string): void => {
      parts.push(`${text}${before}`);
      operands.push(this.expression());
      text = "";
    };
    if (!tokens.is("WHEN")) add(" ");
    while (tokens.accept("WHEN")) {
      add(" WHEN ");
      tokens.expect("THEN");
      add(" THEN ");
    }
    if (tokens.accept("ELSE")) add(" ELSE ");
    tokens.expect("END");
    return operation("case", [...parts, `${text} END)`], ...operands);
  }

  #cast(): Expression {
    this.#tokens.expect("CAST", "(");
    const operand = this.expression();
    this.#tokens.expect("AS");
    const type = parseType(this.#tokens);
    this.#tokens.expect(")");
    return operation("cast", ["CAST(", ` AS ${type})`], operand);
  }
}

function prefix(operator: string, text: string, operand: Expression): Expression {
  return operation(operator, [text, ")"], operand);
}

/** Returns the predicates that an AND joins. */
function conjunctsOf(predicate: Expression): Expression[] {
  if (predicate.kind !== "operation" || predicate.operator !== "and") return [predicate];
  return predicate.operands.flatMap(conjunctsOf);
}
