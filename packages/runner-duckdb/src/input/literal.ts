import type { Ty } from "@lutra/bin";
import {
  arrayReader,
  CellError,
  type Field,
  rethrow,
  tupleReader,
  variantReader,
} from "@lutra/runner-sql";
import type { ProgramTypes } from "../program-types.ts";
import { quoted, quotedWhole, scalarLiteral } from "./scalar-literal.ts";

/** Writes a value in DuckDB's syntax for literals. */
export type LiteralWriter = (value: unknown) => string;

/**
 * Turns arrays into text that DuckDB casts to lists: `['{"id": 1, "name": "ada"}']`.
 *
 * What is a list or a struct inside of another is quoted as a whole: DuckDB takes such texts apart level by level, and
 * up to 1.5.6 loses its place at a bracket inside of a text, unless quotes hide the level from it.
 *
 * @see runner-duckdb, section 3.3
 */
export class LiteralTexts {
  private readonly types: ProgramTypes;

  constructor(types: ProgramTypes) {
    this.types = types;
  }

  /**
   * What writes values of a type.
   *
   * @throws CellError for a type that DuckDB cannot read from text
   * @throws TypeError for a type that has no form in a database
   */
  textOf(ty: Ty): LiteralWriter {
    const structure = this.types.of(ty);
    switch (structure.kind) {
      case "scalar":
        return scalarLiteral(structure.scalar);
      case "array":
        return this.list(structure.item);
      case "tuple":
        return this.struct(ty, structure.fields);
      case "enum": {
        if (!structure.isOption) {
          throw new CellError(
            "unsupported data type: DuckDB reads no enum but options inside of an array",
          );
        }
        const selectedOf = variantReader(this.types, ty);
        const textOf = this.partOf(structure.variants[1]!.ty);
        return (value) => {
          const { index, payload } = selectedOf(value);
          return index === 0 ? "NULL" : textOf(payload);
        };
      }
    }
  }

  /** The same inside of a list or a struct. */
  private partOf(ty: Ty): LiteralWriter {
    const textOf = this.textOf(ty);
    const structure = this.types.of(ty);
    const isWhole =
      structure.kind === "array" || (structure.kind === "tuple" && structure.fields.length > 0);
    if (!isWhole) return textOf;
    const levels = this.levelsIn(ty);
    return (value) => quotedWhole(textOf(value), levels);
  }

  /** How many lists and structs are within one another. */
  private levelsIn(ty: Ty): number {
    const structure = this.types.of(ty);
    switch (structure.kind) {
      case "scalar":
        return 0;
      case "array":
        return 1 + this.levelsIn(structure.item);
      case "tuple":
        return 1 + Math.max(0, ...structure.fields.map((field) => this.levelsIn(field.ty)));
      case "enum":
        return Math.max(0, ...structure.variants.map((variant) => this.levelsIn(variant.ty)));
    }
  }

  private list(item: Ty): LiteralWriter {
    const itemsOf = arrayReader();
    const textOf = this.partOf(item);
    return (value) => {
      const items = itemsOf(value);
      let text = "[";
      for (let i = 0; i < items.length; i++) {
        if (i > 0) text += ",";
        try {
          text += textOf(items[i]);
        } catch (error) {
          rethrow(error, i);
        }
      }
      return `${text}]`;
    };
  }

  private struct(ty: Ty, fields: readonly Field[]): LiteralWriter {
    // A value of no fields is a column without a value.
    if (fields.length === 0) return () => "NULL";
    const itemsOf = tupleReader(this.types, ty);
    const writers = fields.map(({ ty: field, step }) => {
      try {
        return this.partOf(field);
      } catch (error) {
        rethrow(error, step);
      }
    });
    const names = fields.map(({ step }) =>
      quoted(typeof step === "number" ? `field${step}` : step),
    );
    return (value) => {
      const items = itemsOf(value);
      let text = "{";
      for (let i = 0; i < writers.length; i++) {
        try {
          text += `${i > 0 ? ", " : ""}${names[i]}: ${writers[i]!(items[i])}`;
        } catch (error) {
          rethrow(error, fields[i]!.step);
        }
      }
      return `${text}}`;
    };
  }
}
