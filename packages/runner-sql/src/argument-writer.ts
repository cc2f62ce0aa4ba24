import type { Ty } from "@lutra/bin";
import { rethrow } from "./cell-error.ts";
import type { EnumStructure, Field, ProgramTypes, Variant } from "./program-types.ts";
import { tupleReader, variantReader } from "./value-parts.ts";

/** How a database takes the parts of an input: `S` is what the runner knows of a scalar, `A` an argument. */
export interface ArgumentForms<S, A> {
  /** What makes the argument of a scalar. */
  readonly scalar: (scalar: S) => (value: unknown) => A;
  /** What makes the argument of a type that takes one column whatever it holds: an array, a recursive variant. */
  readonly whole: (ty: Ty) => (value: unknown) => A;
  /** The argument that tells which variant an enum holds. */
  readonly tag: (index: number) => A;
}

/** Turns values of an input type into the arguments of a statement. */
export interface ArgumentWriter<A> {
  /** How many arguments a value has. */
  readonly count: number;
  /**
   * Appends the arguments, `null` for NULL.
   *
   * @throws CellError for a value that the database cannot take
   */
  readonly write: (value: unknown, args: (A | null)[]) => void;
}

/**
 * What makes the arguments of a type: one for each of its columns.
 *
 * @throws CellError for a type that cannot be an input
 * @throws TypeError for a type that has no form in a database
 * @see runner-postgres, section 3; runner-duckdb, section 3
 */
export function argumentWriter<S, A>(
  types: ProgramTypes<S>,
  ty: Ty,
  forms: ArgumentForms<S, A>,
): ArgumentWriter<A> {
  return new ArgumentCompiler(types, forms).compile(ty);
}

class ArgumentCompiler<S, A> {
  private readonly types: ProgramTypes<S>;
  private readonly forms: ArgumentForms<S, A>;

  constructor(types: ProgramTypes<S>, forms: ArgumentForms<S, A>) {
    this.types = types;
    this.forms = forms;
  }

  compile(ty: Ty): ArgumentWriter<A> {
    const structure = this.types.of(ty);
    switch (structure.kind) {
      case "scalar":
        return single(this.forms.scalar(structure.scalar));
      case "array":
        return single(this.forms.whole(ty));
      case "tuple":
        return this.compileTuple(ty, structure.fields);
      case "enum":
        return structure.isOption
          ? this.compileOption(ty, structure)
          : this.compileEnum(ty, structure);
    }
  }

  private compileTuple(ty: Ty, fields: readonly Field[]): ArgumentWriter<A> {
    const itemsOf = tupleReader(this.types, ty);
    const writers = fields.map((field) => this.compilePart(field.ty, field.step));
    const write: ArgumentWriter<A>["write"] = (value, args) => {
      const items = itemsOf(value);
      let i = 0;
      try {
        for (; i < writers.length; i++) writers[i]!.write(items[i], args);
      } catch (error) {
        rethrow(error, fields[i]!.step);
      }
    };
    return { count: total(writers), write };
  }

  private compileOption(ty: Ty, { variants }: EnumStructure): ArgumentWriter<A> {
    const selectedOf = variantReader(this.types, ty);
    const { count, write } = this.compile(variants[1]!.ty);
    return {
      count,
      write: (value, args) => {
        const { index, payload } = selectedOf(value);
        if (index === 0) args.push(null);
        else write(payload, args);
      },
    };
  }

  private compileEnum(ty: Ty, { variants }: EnumStructure): ArgumentWriter<A> {
    const { tag } = this.forms;
    const selectedOf = variantReader(this.types, ty);
    const writers = variants.map((variant) => this.compileVariant(variant));
    const write: ArgumentWriter<A>["write"] = (value, args) => {
      const { index, payload } = selectedOf(value);
      args.push(tag(index));
      for (let i = 0; i < writers.length; i++) {
        const { count, write: writeVariant } = writers[i]!;
        if (i !== index) {
          for (let unused = 0; unused < count; unused++) args.push(null);
          continue;
        }
        try {
          writeVariant(payload, args);
        } catch (error) {
          rethrow(error, variants[i]!.name);
        }
      }
    };
    return { count: 1 + total(writers), write };
  }

  private compileVariant({ ty, name, recursive }: Variant): ArgumentWriter<A> {
    return recursive ? single(this.forms.whole(ty)) : this.compilePart(ty, name);
  }

  private compilePart(ty: Ty, step: string | number): ArgumentWriter<A> {
    try {
      return this.compile(ty);
    } catch (error) {
      rethrow(error, step);
    }
  }
}

function single<A>(argumentOf: (value: unknown) => A): ArgumentWriter<A> {
  return { count: 1, write: (value, args) => void args.push(argumentOf(value)) };
}

function total(writers: readonly Pick<ArgumentWriter<unknown>, "count">[]): number {
  return writers.reduce((sum, { count }) => sum + count, 0);
}
