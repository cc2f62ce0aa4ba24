import type { Ty } from "@lutra/bin";
import {
  type EnumStructure,
  type Field,
  rethrow,
  tupleReader,
  type Variant,
  variantReader,
} from "@lutra/runner-sql";
import type { Argument } from "./adapter.ts";
import { LiteralTexts } from "./literal.ts";
import type { ProgramTypes } from "./program-types.ts";
import { scalarArgument } from "./scalar-argument.ts";

/** Turns a program's input into the arguments of its statement. */
export interface ArgumentWriter {
  /** How many parameters there are. */
  readonly count: number;
  /**
   * Appends the arguments.
   *
   * @throws CellError for a value that the database cannot take
   */
  readonly write: (value: unknown, args: Argument[]) => void;
}

/**
 * What makes the arguments of an input type: one for each of its columns.
 *
 * @throws CellError for a type that cannot be an input
 * @throws TypeError for a type that has no form in a database
 * @see runner-duckdb, section 3
 */
export function argumentWriter(types: ProgramTypes, ty: Ty): ArgumentWriter {
  return new ArgumentCompiler(types).compile(ty);
}

class ArgumentCompiler {
  private readonly types: ProgramTypes;
  private readonly literals: LiteralTexts;

  constructor(types: ProgramTypes) {
    this.types = types;
    this.literals = new LiteralTexts(types);
  }

  compile(ty: Ty): ArgumentWriter {
    const structure = this.types.of(ty);
    switch (structure.kind) {
      case "scalar":
        return single(scalarArgument(structure.scalar));
      case "array":
        return this.literal(ty);
      case "tuple":
        return this.compileTuple(ty, structure.fields);
      case "enum":
        return structure.isOption
          ? this.compileOption(ty, structure)
          : this.compileEnum(ty, structure);
    }
  }

  private compileTuple(ty: Ty, fields: readonly Field[]): ArgumentWriter {
    const itemsOf = tupleReader(this.types, ty);
    const writers = fields.map((field) => this.compilePart(field.ty, field.step));
    const write: ArgumentWriter["write"] = (value, args) => {
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

  private compileOption(ty: Ty, { variants }: EnumStructure): ArgumentWriter {
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

  private compileEnum(ty: Ty, { variants }: EnumStructure): ArgumentWriter {
    const selectedOf = variantReader(this.types, ty);
    const writers = variants.map((variant) => this.compileVariant(variant));
    const write: ArgumentWriter["write"] = (value, args) => {
      const { index, payload } = selectedOf(value);
      args.push({ type: "SMALLINT", value: index });
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

  private compileVariant({ ty, name, recursive }: Variant): ArgumentWriter {
    return recursive ? this.literal(ty) : this.compilePart(ty, name);
  }

  private compilePart(ty: Ty, step: string | number): ArgumentWriter {
    try {
      return this.compile(ty);
    } catch (error) {
      rethrow(error, step);
    }
  }

  private literal(ty: Ty): ArgumentWriter {
    const textOf = this.literals.textOf(ty);
    return single((value) => ({ type: "VARCHAR", value: textOf(value) }));
  }
}

function single(argumentOf: (value: unknown) => Argument): ArgumentWriter {
  return { count: 1, write: (value, args) => void args.push(argumentOf(value)) };
}

function total(writers: readonly ArgumentWriter[]): number {
  return writers.reduce((sum, { count }) => sum + count, 0);
}
