import type { Expr, ExprTuple } from "@lutra/bin/program";
import { Chunk } from "../memory/chunk.ts";
import { DerefCode, offsetCode } from "../code/access.ts";
import type { Code, Kind } from "../code/code.ts";
import { ConstantCode } from "../code/constant.ts";
import { BindingCode, SwitchCode } from "../code/control.ts";
import { Slot, SlotCode } from "../code/slot.ts";
import { ArrayCode, TupleCode, VariantCode } from "../code/structure.ts";
import { badProgram } from "../execution-error.ts";
import type { Machine } from "../memory/machine.ts";
import type { External, ExternalBuilder, Lambda } from "./external.ts";
import {
  type Argument,
  bind,
  indexOf,
  lookUp,
  type Meaning,
  type Scope,
  SidSpace,
  spaceOf,
} from "./scope.ts";
import { tupleParts } from "./tuple-parts.ts";
import { headLayout } from "./head-layout.ts";

/** Expressions may nest this deep, functions that are applied where they stand included. */
const maxDepth = 1024;

/** Expressions that count as one step where a loop evaluates them for each item. */
const expressionsPerStep = 32;

/**
 * Resolves the expressions of a program to code. Functions do not exist at run time: a function is compiled where it is
 * applied, or as the body of a loop of the native it is given to.
 */
export class Compiler implements ExternalBuilder {
  readonly machine: Machine;
  readonly #externals: readonly External[];
  readonly #maxExpressions: number;
  readonly #functions: WeakMap<
    Expr,
    { readonly scope: Scope | undefined; readonly isFunction: boolean }
  > = new WeakMap();
  #depth = 0;
  #expressions = 0;
  #inspected = 0;

  /** @param maxExpressions as the runner's option */
  constructor(machine: Machine, externals: readonly External[], maxExpressions: number) {
    this.machine = machine;
    this.#externals = externals;
    this.#maxExpressions = maxExpressions;
  }

  /** Number of expressions that were compiled so far, counted again each time that a function is applied. */
  get expressionCount(): number {
    return this.#expressions;
  }

  /** Applies the function that an expression denotes. */
  apply(callee: Argument, args: readonly Argument[]): Code {
    return this.#descend(() => this.#applyHere(callee, args));
  }

  code(argument: Argument): Code {
    if ("code" in argument) return argument.code;
    return this.#descend(() => this.#resolve(argument.expr, argument.scope));
  }

  lambda(argument: Argument, kinds: readonly (Kind | undefined)[]): Lambda {
    const slots = kinds.map((kind) => new Slot(this.machine, kind));
    const args = slots.map((slot) => ({ code: new SlotCode(this.machine, slot) }));
    const before = this.#expressions;
    const body = this.apply(argument, args);
    return { slots, body, steps: Math.ceil((this.#expressions - before) / expressionsPerStep) };
  }

  external(argument: Argument): External | undefined {
    if ("code" in argument || argument.expr.tag !== "pointer") return undefined;
    const sid = argument.expr.value;
    if (spaceOf(sid) === SidSpace.external) return this.#externals[indexOf(sid)];
    const meaning = lookUp(argument.scope, sid);
    return meaning !== undefined && "callee" in meaning ? this.external(meaning.callee) : undefined;
  }

  #descend<T>(work: () => T): T {
    if (++this.#depth > maxDepth) throw badProgram(`expressions nest deeper than ${maxDepth}`);
    if (++this.#expressions > this.#maxExpressions) throw this.#tooManyExpressions();
    const result = work();
    this.#depth--;
    return result;
  }

  #tooManyExpressions(): Error {
    return badProgram(
      `it comes to more than ${this.#maxExpressions} expressions once its functions are applied; ` +
        "raise the runner's option maxExpressions if it is right to do so",
    );
  }

  #applyHere(callee: Argument, args: readonly Argument[]): Code {
    if ("code" in callee) throw badProgram("a value is called as a function");
    const { expr, scope } = callee;
    switch (expr.tag) {
      case "function":
        return this.#applyFunction(expr.value.symbolNs, { expr: expr.value.body, scope }, args);
      case "pointer": {
        const external = this.external(callee);
        if (external !== undefined) {
          if (args.length !== external.arity) {
            throw badProgram(`${args.length} arguments for a native of ${external.arity}`);
          }
          return external.build(this, args);
        }
        const meaning = this.#meaning(expr.value, scope);
        return this.apply("callee" in meaning ? meaning.callee : meaning, args);
      }
      case "binding": {
        const { symbol, expr: bound, main } = expr.value;
        return this.#bind([symbol], [{ expr: bound, scope }], scope, (inner) =>
          this.apply({ expr: main, scope: inner }, args),
        );
      }
      case "switch":
        return this.#choose(expr.value, scope, (value) => this.apply({ expr: value, scope }, args));
      case "literal":
      case "call":
      case "tuple":
      case "array":
      case "enumVariant":
      case "offset":
      case "deref":
        throw badProgram(`${expr.tag} is called as a function`);
    }
  }

  #applyFunction(
    namespace: number,
    body: { readonly expr: Expr; readonly scope: Scope | undefined },
    args: readonly Argument[],
  ): Code {
    if (spaceOf(namespace) !== SidSpace.parameter || (namespace & 0xff) !== 0) {
      throw badProgram(`0x${namespace.toString(16)} is not the symbol of a function`);
    }
    const sids = args.map((_, i) => namespace + i);
    return this.#bind(sids, args, body.scope, (inner) =>
      this.code({ expr: body.expr, scope: inner }),
    );
  }

  /** Returns the code of a body with symbols bound; functions and constants are bound without run-time work. */
  #bind(
    sids: readonly number[],
    args: readonly Argument[],
    scope: Scope | undefined,
    body: (inner: Scope | undefined) => Code,
  ): Code {
    const slots: Slot[] = [];
    const expressions: Code[] = [];
    let inner = scope;
    for (const [i, argument] of args.entries()) {
      inner = bind(inner, sids[i] as number, this.#meaningOf(argument, slots, expressions));
    }
    const code = body(inner);
    return slots.length === 0 ? code : new BindingCode(this.machine, slots, expressions, code);
  }

  #meaningOf(argument: Argument, slots: Slot[], expressions: Code[]): Meaning {
    if (this.#isFunction(argument)) return { callee: argument };
    const code = this.code(argument);
    if (code instanceof ConstantCode || code instanceof SlotCode) return { code };
    const slot = new Slot(this.machine);
    slot.describe = () => code.shape();
    slots.push(slot);
    expressions.push(code);
    return { code: new SlotCode(this.machine, slot) };
  }

  /** Remembers the answer for the scope that was asked about last: each expression in a row of bindings asks for the next. */
  #isFunction(argument: Argument): boolean {
    if ("code" in argument) return false;
    const { expr, scope } = argument;
    const known = this.#functions.get(expr);
    if (known !== undefined && known.scope === scope) return known.isFunction;
    if (++this.#inspected > this.#maxExpressions) throw this.#tooManyExpressions();
    const isFunction = this.#denotesFunction(expr, scope);
    this.#functions.set(expr, { scope, isFunction });
    return isFunction;
  }

  #denotesFunction(expr: Expr, scope: Scope | undefined): boolean {
    switch (expr.tag) {
      case "function":
        return true;
      case "binding": {
        const bound = { expr: expr.value.expr, scope };
        const inner = this.#isFunction(bound)
          ? bind(scope, expr.value.symbol, { callee: bound })
          : scope;
        return this.#isFunction({ expr: expr.value.main, scope: inner });
      }
      case "switch": {
        const last = expr.value.at(-1);
        return last !== undefined && this.#isFunction({ expr: last.value, scope });
      }
      case "pointer": {
        if (spaceOf(expr.value) === SidSpace.external) return true;
        const meaning = lookUp(scope, expr.value);
        return meaning !== undefined && "callee" in meaning;
      }
      case "literal":
      case "call":
      case "tuple":
      case "array":
      case "enumVariant":
      case "offset":
      case "deref":
        return false;
    }
  }

  #meaning(sid: number, scope: Scope | undefined): Meaning {
    const meaning = lookUp(scope, sid);
    if (meaning !== undefined) return meaning;
    const name = `0x${sid.toString(16).padStart(8, "0")}`;
    throw badProgram(
      spaceOf(sid) === SidSpace.external
        ? `external ${indexOf(sid)} does not exist`
        : `symbol ${name} is not bound`,
    );
  }

  #resolve(expr: Expr, scope: Scope | undefined): Code {
    const { machine } = this;
    const code = (inner: Expr): Code => this.code({ expr: inner, scope });
    switch (expr.tag) {
      case "pointer": {
        const meaning = this.#meaning(expr.value, scope);
        if ("code" in meaning) return meaning.code;
        throw badProgram("a function stands where a value is needed");
      }
      case "literal":
        return new ConstantCode(machine, new Chunk(expr.value));
      case "call": {
        const args = expr.value.args.map((arg) => ({ expr: arg, scope }));
        return this.apply({ expr: expr.value.function, scope }, args);
      }
      case "function":
        throw badProgram("a function stands where a value is needed");
      case "tuple":
        return this.#tuple(expr.value, code);
      case "array": {
        const { items, itemLayout } = expr.value;
        return new ArrayCode(machine, items.map(code), headLayout(itemLayout));
      }
      case "enumVariant": {
        const { tag, innerBytes, hasPtr, paddingBytes, inner } = expr.value;
        const variant = { tag, innerBytes, hasPointer: hasPtr, paddingBytes };
        return new VariantCode(machine, variant, code(inner));
      }
      case "offset":
        return offsetCode(machine, code(expr.value.base), expr.value.offset);
      case "deref":
        return new DerefCode(machine, code(expr.value.ptr));
      case "binding": {
        const { symbol, expr: bound, main } = expr.value;
        return this.#bind([symbol], [{ expr: bound, scope }], scope, (inner) =>
          this.code({ expr: main, scope: inner }),
        );
      }
      case "switch":
        return this.#choose(expr.value, scope, code);
    }
  }

  #tuple(tuple: ExprTuple, code: (expr: Expr) => Code): Code {
    const fields = tuple.fields.map(({ expr, unpack }) => ({ code: code(expr), unpack }));
    return new TupleCode(this.machine, tupleParts(fields, tuple.fieldLayouts.map(headLayout)));
  }

  #choose(
    branches: readonly { readonly condition: Expr; readonly value: Expr }[],
    scope: Scope | undefined,
    value: (expr: Expr) => Code,
  ): Code {
    if (branches.length === 0) throw badProgram("a switch without branches");
    const conditions = branches
      .slice(0, -1)
      .map(({ condition }) => this.code({ expr: condition, scope }));
    const values = branches.map((branch) => value(branch.value));
    return values.length === 1
      ? (values[0] as Code)
      : new SwitchCode(this.machine, conditions, values);
  }
}
