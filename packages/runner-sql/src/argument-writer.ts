import type { Ty } from "@lutra/bin";
import { CellError, rethrow } from "./cell-error.ts";
import type { EnumStructure, Field, ProgramTypes, Structure, Variant } from "./program-types.ts";
import type { TextBudget } from "./text-budget.ts";
import { tupleReader, variantReader } from "./value-parts.ts";

/**
 * Makers of the arguments for the parts of an input: `S` is a runner's description of a scalar, `A` an argument.
 */
export interface ArgumentForms<S, A> {
  /** Returns a function that makes the argument of a scalar. */
  readonly scalar: (scalar: S) => (value: unknown) => A;
  /** Returns a function that makes the argument of a type with a single column: an array, or a recursive variant. */
  readonly whole: (ty: Ty) => (value: unknown, text: TextBudget) => A;
  /** Returns the argument that tells which variant an enum holds. */
  readonly tag: (index: number) => A;
}

/** Turns values of an input type into the arguments of a statement. */
export interface ArgumentWriter<A> {
  /** Number of arguments of a value. */
  readonly count: number;
  /**
   * Appends the arguments, `null` for NULL.
   *
   * @throws CellError for a value that the database cannot take, or that would take more text than it may
   */
  readonly write: (value: unknown, args: (A | null)[], text: TextBudget) => void;
}

/** PostgreSQL counts the parameters of a statement in 16 bits; no one needs more of DuckDB either. */
const maxArguments = 65_535;

/**
 * Returns a function that makes the arguments of a type: one for each of its columns.
 *
 * @throws CellError for a type that cannot be an input, or has more than 65535 columns
 * @throws TypeError for a type that cannot be represented in a database
 * @see docs/spec/sql.md, "Arguments"
 * @see docs/spec/duckdb.md, "Literals"
 */
export function argumentWriter<S, A>(
  types: ProgramTypes<S>,
  ty: Ty,
  forms: ArgumentForms<S, A>,
): ArgumentWriter<A> {
  const writer = new ArgumentCompiler(types, forms).compile(ty);
  if (writer.count > maxArguments) {
    throw new CellError(
      `an input of ${writer.count} parts, where databases take ${maxArguments} parameters at most; pass an array`,
    );
  }
  return writer;
}

/** Compiles each type once, however often it occurs: definitions that share others describe trees of any size. */
class ArgumentCompiler<S, A> {
  readonly #types: ProgramTypes<S>;
  readonly #forms: ArgumentForms<S, A>;
  readonly #compiled: Map<Structure<S>, ArgumentWriter<A>> = new Map();

  constructor(types: ProgramTypes<S>, forms: ArgumentForms<S, A>) {
    this.#types = types;
    this.#forms = forms;
  }

  compile(ty: Ty): ArgumentWriter<A> {
    const structure = this.#types.of(ty);
    let writer = this.#compiled.get(structure);
    if (writer === undefined) {
      writer = this.#compileStructure(ty, structure);
      this.#compiled.set(structure, writer);
    }
    return writer;
  }

  #compileStructure(ty: Ty, structure: Structure<S>): ArgumentWriter<A> {
    switch (structure.kind) {
      case "scalar":
        return single(this.#forms.scalar(structure.scalar));
      case "array":
        return single(this.#forms.whole(ty));
      case "tuple":
        return this.#compileTuple(ty, structure.fields);
      case "enum":
        return structure.isOption
          ? this.#compileOption(ty, structure)
          : this.#compileEnum(ty, structure);
    }
  }

  #compileTuple(ty: Ty, fields: readonly Field[]): ArgumentWriter<A> {
    const itemsOf = tupleReader(this.#types, ty);
    // A value without arguments is not walked: it may be a tree of any size.
    const parts = fields
      .map(({ ty: field, step }, i) => ({ i, step, ...this.#compilePart(field, step) }))
      .filter(({ count }) => count > 0);
    const write: ArgumentWriter<A>["write"] = (value, args, text) => {
      const items = itemsOf(value);
      let at = 0;
      try {
        for (; at < parts.length; at++) parts[at]!.write(items[parts[at]!.i], args, text);
      } catch (error) {
        rethrow(error, parts[at]!.step);
      }
    };
    return { count: total(parts), write };
  }

  #compileOption(ty: Ty, { variants }: EnumStructure): ArgumentWriter<A> {
    const selectedOf = variantReader(this.#types, ty);
    const { count, write } = this.compile(variants[1]!.ty);
    return {
      count,
      write: (value, args, text) => {
        const { index, payload } = selectedOf(value);
        if (index === 0) args.push(null);
        else write(payload, args, text);
      },
    };
  }

  #compileEnum(ty: Ty, { variants }: EnumStructure): ArgumentWriter<A> {
    const { tag } = this.#forms;
    const selectedOf = variantReader(this.#types, ty);
    const writers = variants.map((variant) => this.#compileVariant(variant));
    const write: ArgumentWriter<A>["write"] = (value, args, text) => {
      const { index, payload } = selectedOf(value);
      args.push(tag(index));
      for (let i = 0; i < writers.length; i++) {
        const { count, write: writeVariant } = writers[i]!;
        if (i !== index) {
          for (let unused = 0; unused < count; unused++) args.push(null);
          continue;
        }
        try {
          writeVariant(payload, args, text);
        } catch (error) {
          rethrow(error, variants[i]!.name);
        }
      }
    };
    return { count: 1 + total(writers), write };
  }

  #compileVariant({ ty, name, recursive }: Variant): ArgumentWriter<A> {
    return recursive ? single(this.#forms.whole(ty)) : this.#compilePart(ty, name);
  }

  #compilePart(ty: Ty, step: string | number): ArgumentWriter<A> {
    try {
      return this.compile(ty);
    } catch (error) {
      rethrow(error, step);
    }
  }
}

function single<A>(argumentOf: (value: unknown, text: TextBudget) => A): ArgumentWriter<A> {
  return { count: 1, write: (value, args, text) => void args.push(argumentOf(value, text)) };
}

function total(writers: readonly Pick<ArgumentWriter<unknown>, "count">[]): number {
  return writers.reduce((sum, { count }) => sum + count, 0);
}
