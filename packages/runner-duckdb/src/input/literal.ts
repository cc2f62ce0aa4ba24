import type { Ty } from "@lutra/bin";
import {
  arrayReader,
  CellError,
  type Field,
  rethrow,
  type TextBudget,
  tupleReader,
  variantReader,
} from "@lutra/runner-sql";
import type { ProgramTypes, Structure } from "../program-types.ts";
import { quoted, quotedWhole, scalarLiteral } from "./scalar-literal.ts";

/**
 * Writes a value in DuckDB's syntax for literals.
 *
 * @throws CellError for a value that DuckDB does not have, or that takes more text than it may
 */
export type LiteralWriter = (value: unknown, text: TextBudget) => string;

/** A type that is compiled. */
interface Literal {
  readonly write: LiteralWriter;
  /** Lists and structs within one another. */
  readonly levels: number;
  /** `true` if it must be quoted inside of a list or a struct. */
  readonly isWhole: boolean;
}

/**
 * Turns arrays into text that DuckDB casts to lists: `['{"id": 1, "name": "ada"}']`.
 *
 * A list or a struct inside of another is quoted as a whole: DuckDB takes such texts apart level by level, and up to
 * 1.5.6 loses its place at a bracket inside of a string, unless quotes hide the level from it.
 *
 * @see docs/spec/duckdb.md, "Literals"
 */
export class LiteralTexts {
  readonly #types: ProgramTypes;
  /** Each type is compiled once, however often it occurs; `undefined` while it is. */
  readonly #literals: Map<Structure, Literal | undefined> = new Map();

  constructor(types: ProgramTypes) {
    this.#types = types;
  }

  /**
   * Returns a function that writes values of a type.
   *
   * @throws CellError for a type that DuckDB cannot read from text
   * @throws TypeError for a type that cannot be represented in a database
   */
  textOf(ty: Ty): LiteralWriter {
    return this.#literalOf(ty).write;
  }

  #literalOf(ty: Ty): Literal {
    const structure = this.#types.of(ty);
    const known = this.#literals.get(structure);
    if (known !== undefined) return known;
    if (this.#literals.has(structure)) {
      throw new CellError("unsupported data type: DuckDB has no type that contains itself");
    }
    this.#literals.set(structure, undefined);
    const literal = this.#compile(ty, structure);
    this.#literals.set(structure, literal);
    return literal;
  }

  #compile(ty: Ty, structure: Structure): Literal {
    switch (structure.kind) {
      case "scalar": {
        const textOf = scalarLiteral(structure.scalar);
        const write: LiteralWriter = (value, text) => {
          const literal = textOf(value);
          text.take(literal.length);
          return literal;
        };
        return { write, levels: 0, isWhole: false };
      }
      case "array":
        return this.#list(structure.item);
      case "tuple":
        return this.#struct(ty, structure.fields);
      case "enum": {
        if (!structure.isOption) {
          throw new CellError(
            "unsupported data type: DuckDB reads no enum but options inside of an array",
          );
        }
        const selectedOf = variantReader(this.#types, ty);
        const { write, levels } = this.#part(structure.variants[1]!.ty);
        return {
          write: (value, text) => {
            const { index, payload } = selectedOf(value);
            if (index === 1) return write(payload, text);
            text.take(nothing.length);
            return nothing;
          },
          levels,
          isWhole: false,
        };
      }
    }
  }

  /** Returns a function that writes values of a type inside of a list or a struct. */
  #part(ty: Ty): Pick<Literal, "write" | "levels"> {
    const literal = this.#literalOf(ty);
    if (!literal.isWhole) return literal;
    const { write, levels } = literal;
    return {
      write: (value, text) => {
        const inner = write(value, text);
        const whole = quotedWhole(inner, levels);
        text.take(whole.length - inner.length);
        return whole;
      },
      levels,
    };
  }

  #list(item: Ty): Literal {
    const itemsOf = arrayReader();
    const { write: writeItem, levels } = this.#part(item);
    const write: LiteralWriter = (value, text) => {
      const items = itemsOf(value);
      text.take(items.length + 2);
      // Joined, because a string that grows by pieces takes several times its length.
      const pieces: string[] = [];
      for (let i = 0; i < items.length; i++) {
        try {
          pieces.push(writeItem(items[i], text));
        } catch (error) {
          rethrow(error, i);
        }
      }
      return `[${pieces.join(",")}]`;
    };
    return { write, levels: levels + 1, isWhole: true };
  }

  #struct(ty: Ty, fields: readonly Field[]): Literal {
    if (fields.length === 0) return nothingLiteral;
    const itemsOf = tupleReader(this.#types, ty);
    let levels = 0;
    let start = "{";
    const parts = fields.flatMap(({ ty: field, step }, i) => {
      // DuckDB sets to NULL what is not there. Without values, fields may be a tree of any size.
      if (this.#types.headBytes(field) === 0) return [];
      const name = `${start}${quoted(typeof step === "number" ? `field${step}` : step)}: `;
      start = ", ";
      try {
        const part = this.#part(field);
        levels = Math.max(levels, part.levels);
        return [{ i, step, name, write: part.write }];
      } catch (error) {
        rethrow(error, step);
      }
    });
    if (parts.length === 0) return emptyLiteral;
    const length = parts.reduce((sum, { name }) => sum + name.length, 1);
    const write: LiteralWriter = (value, text) => {
      const items = itemsOf(value);
      text.take(length);
      const pieces: string[] = [];
      let at = 0;
      try {
        for (; at < parts.length; at++) {
          const part = parts[at]!;
          pieces.push(part.name, part.write(items[part.i], text));
        }
      } catch (error) {
        rethrow(error, parts[at]!.step);
      }
      pieces.push("}");
      return pieces.join("");
    };
    return { write, levels: levels + 1, isWhole: true };
  }
}

const nothing = "NULL";

/** A value of no fields is a column without a value. */
const nothingLiteral: Literal = /* @__PURE__ */ constant(nothing, 0);
/** A struct, all of whose fields are without a value. */
const emptyLiteral: Literal = /* @__PURE__ */ constant("{}", 1);

function constant(literal: string, levels: number): Literal {
  const write: LiteralWriter = (_, text) => {
    text.take(literal.length);
    return literal;
  };
  return { write, levels, isWhole: levels > 0 };
}
