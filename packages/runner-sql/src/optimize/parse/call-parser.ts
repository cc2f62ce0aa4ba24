import {
  isAggregateFunction,
  isScalarFunction,
  isTableFunction,
  isWindowFunction,
} from "../functions.ts";
import { type Aggregate, type Expression, type Operation, operation } from "../tree.ts";
import { notBinding } from "./binding.ts";
import type { TokenReader } from "./token-reader.ts";

/** Parser of the arguments between the parentheses of a call. */
export interface Arguments {
  expression(floor?: number): Expression;
  orderBy(): Expression[];
}

/** Parses calls of functions. */
export class CallParser {
  readonly #tokens: TokenReader;
  readonly #expressions: Arguments;

  constructor(tokens: TokenReader, expressions: Arguments) {
    this.#tokens = tokens;
    this.#expressions = expressions;
  }

  /** Parses the call of a function that returns rows. */
  tableCall(): Operation {
    const name = this.#tokens.take().text;
    if (!isTableFunction(name)) this.#tokens.fail("an unknown function");
    this.#tokens.expect("(");
    const args = this.#tokens.list(() => this.#expressions.expression());
    this.#tokens.expect(")");
    return callOf(name, args);
  }

  /** Parses the call of a function of a value, an aggregate or a window function. */
  call(): Expression {
    const tokens = this.#tokens;
    const name = tokens.take().text;
    tokens.expect("(");
    if (name.toUpperCase() === "EXTRACT") {
      tokens.expect("EPOCH", "FROM");
      const time = this.#expressions.expression();
      tokens.expect(")");
      return operation("extract", ["EXTRACT(EPOCH FROM ", ")"], time);
    }
    const args: Expression[] = [];
    const labels: string[] = [];
    const countsRows = name.toUpperCase() === "COUNT" && tokens.accept("*");
    if (!countsRows && !tokens.is(")")) {
      tokens.list(() => {
        const isNamed = tokens.is(":=", 1);
        labels.push(isNamed ? `${this.#label()} := ` : "");
        args.push(this.#expressions.expression());
      });
    }
    const orderBy = this.#expressions.orderBy();
    tokens.expect(")");
    if (tokens.is("OVER")) return this.#window(name, args);
    const isFirst = tokens.isOptimized && name === "FIRST";
    if (isFirst || isAggregateFunction(name)) {
      return { kind: "aggregate", name: name.toUpperCase(), args, orderBy, ...this.#filter() };
    }
    if (!isScalarFunction(name) || orderBy.length > 0) tokens.fail("an unknown function");
    return callOf(name, args, labels);
  }

  #filter(): Pick<Aggregate, "filter"> {
    const tokens = this.#tokens;
    if (!tokens.acceptOptimized("FILTER")) return {};
    tokens.expect("(", "WHERE");
    const filter = this.#expressions.expression();
    tokens.expect(")");
    return { filter };
  }

  #label(): string {
    const label = this.#tokens.take().text;
    this.#tokens.expect(":=");
    return label;
  }

  #window(name: string, args: readonly Expression[]): Expression {
    const tokens = this.#tokens;
    if (!isWindowFunction(name)) tokens.fail("an unknown function");
    tokens.expect("OVER", "(");
    const partitionBy = tokens.acceptOptimized("PARTITION") ? this.#partition() : undefined;
    const orderBy = this.#expressions.orderBy();
    const frame = tokens.is("ROWS") ? this.#frame() : undefined;
    tokens.expect(")");
    const over = {
      ...(partitionBy !== undefined && { partitionBy }),
      orderBy,
      ...(frame !== undefined && { frame }),
    };
    return { kind: "aggregate", name: name.toUpperCase(), args, orderBy: [], over };
  }

  #partition(): readonly Expression[] {
    this.#tokens.expect("BY");
    return this.#tokens.list(() => this.#expressions.expression());
  }

  #frame(): Operation {
    const tokens = this.#tokens;
    tokens.expect("ROWS", "BETWEEN");
    const start = this.#expressions.expression(notBinding);
    tokens.expect("PRECEDING", "AND");
    const end = this.#expressions.expression(notBinding);
    tokens.expect("FOLLOWING");
    return operation("frame", ["ROWS BETWEEN ", " PRECEDING AND ", " FOLLOWING"], start, end);
  }
}

function callOf(
  name: string,
  args: readonly Expression[],
  labels: readonly string[] = [],
): Operation {
  const parts = args.map((_, i) => `${i === 0 ? `${name}(` : ", "}${labels[i] ?? ""}`);
  if (parts.length === 0) return operation(name.toLowerCase(), [`${name}()`]);
  return operation(name.toLowerCase(), [...parts, ")"], ...args);
}
