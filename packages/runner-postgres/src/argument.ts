import type { Ty } from "@lutra/bin";
import {
  type EnumStructure,
  type Field,
  rethrow,
  tupleReader,
  type Variant,
  variantReader,
} from "@lutra/runner-sql";
import { JsonTexts } from "./json-text.ts";
import type { ProgramTypes } from "./program-types.ts";
import { scalarText } from "./scalar-text.ts";

/** Turns a program's input into the texts of its parameters. */
export interface ArgumentWriter {
  /** How many parameters there are. */
  readonly count: number;
  /**
   * Appends the texts of the parameters, `null` for NULL.
   *
   * @throws CellError for a value that the database cannot take
   */
  readonly write: (value: unknown, texts: (string | null)[]) => void;
}

/**
 * What makes the parameters of an input type: one for each of its columns.
 *
 * @throws TypeError for a type that has no form in a database
 * @see runner-postgres, section 3
 */
export function argumentWriter(types: ProgramTypes, ty: Ty): ArgumentWriter {
  return new ArgumentCompiler(types).compile(ty);
}

class ArgumentCompiler {
  private readonly types: ProgramTypes;
  private readonly json: JsonTexts;

  constructor(types: ProgramTypes) {
    this.types = types;
    this.json = new JsonTexts(types);
  }

  compile(ty: Ty): ArgumentWriter {
    const structure = this.types.of(ty);
    switch (structure.kind) {
      case "scalar":
        return single(scalarText(structure.scalar));
      case "array":
        return single(this.json.textOf(ty));
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
    const writers = fields.map((field) => this.compile(field.ty));
    const write: ArgumentWriter["write"] = (value, texts) => {
      const items = itemsOf(value);
      let i = 0;
      try {
        for (; i < writers.length; i++) writers[i]!.write(items[i], texts);
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
      write: (value, texts) => {
        const { index, payload } = selectedOf(value);
        if (index === 0) texts.push(null);
        else write(payload, texts);
      },
    };
  }

  private compileEnum(ty: Ty, { variants }: EnumStructure): ArgumentWriter {
    const selectedOf = variantReader(this.types, ty);
    const writers = variants.map((variant) => this.compileVariant(variant));
    const write: ArgumentWriter["write"] = (value, texts) => {
      const { index, payload } = selectedOf(value);
      texts.push(String(index));
      for (let i = 0; i < writers.length; i++) {
        const { count, write: writeVariant } = writers[i]!;
        if (i !== index) {
          for (let unused = 0; unused < count; unused++) texts.push(null);
          continue;
        }
        try {
          writeVariant(payload, texts);
        } catch (error) {
          rethrow(error, variants[i]!.name);
        }
      }
    };
    return { count: 1 + total(writers), write };
  }

  private compileVariant({ ty, recursive }: Variant): ArgumentWriter {
    return recursive ? single(this.json.textOf(ty)) : this.compile(ty);
  }
}

function single(textOf: (value: unknown) => string): ArgumentWriter {
  return { count: 1, write: (value, texts) => void texts.push(textOf(value)) };
}

function total(writers: readonly ArgumentWriter[]): number {
  return writers.reduce((sum, { count }) => sum + count, 0);
}
