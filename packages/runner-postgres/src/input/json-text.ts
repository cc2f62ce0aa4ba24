import type { Ty } from "@lutra/bin";
import {
  arrayReader,
  CellError,
  type EnumStructure,
  type Field,
  rethrow,
  type TextBudget,
  tupleReader,
  variantReader,
} from "@lutra/runner-sql";
import type { ProgramTypes, Structure } from "../program-types.ts";
import type { Scalar } from "../scalar.ts";
import { checkedText, floatText, integerText } from "./scalar-text.ts";

/**
 * Writes a value as JSON.
 *
 * @throws CellError for a value that cannot be represented in JSON, or that takes more text than it may
 */
type JsonText = (value: unknown, text: TextBudget) => string;

/**
 * Writes values as JSON: parameters that are arrays, and payloads that recursion allows no columns for.
 *
 * @see docs/spec/sql.md, "Nested values as JSON"
 */
export class JsonTexts {
  readonly #types: ProgramTypes;
  readonly #texts: Map<Structure, JsonText> = new Map();

  constructor(types: ProgramTypes) {
    this.#types = types;
  }

  /**
   * Returns the function that writes the values of a type.
   *
   * @throws TypeError for a type that has no value
   */
  textOf(ty: Ty): JsonText {
    const structure = this.#types.of(ty);
    const known = this.#texts.get(structure);
    if (known !== undefined) return known;
    let linked: JsonText | undefined;
    // Stands in wherever the type meets itself while it is being linked.
    this.#texts.set(structure, (value, text) => linked?.(value, text) ?? "");
    linked = this.#link(ty, structure);
    this.#texts.set(structure, linked);
    return linked;
  }

  #link(ty: Ty, structure: Structure): JsonText {
    switch (structure.kind) {
      case "scalar":
        return scalarJson(structure.scalar);
      case "array":
        return this.#linkArray(structure.item);
      case "tuple":
        return this.#linkTuple(ty, structure.fields);
      case "enum":
        return this.#linkEnum(ty, structure);
    }
  }

  #linkArray(item: Ty): JsonText {
    const itemsOf = arrayReader();
    const write = this.textOf(item);
    return (value, text) => {
      const items = itemsOf(value);
      // Brackets, and a comma for each item.
      text.take(items.length + 2);
      // Joined, because a string that grows by pieces takes several times its length.
      const pieces: string[] = [];
      try {
        for (const each of items) pieces.push(write(each, text));
      } catch (error) {
        rethrow(error, pieces.length);
      }
      return `[${pieces.join(",")}]`;
    };
  }

  #linkTuple(ty: Ty, fields: readonly Field[]): JsonText {
    const itemsOf = tupleReader(this.#types, ty);
    const writers = fields.map((field) => this.textOf(field.ty));
    return (value, text) => {
      const items = itemsOf(value);
      text.take(fields.length + 2);
      const pieces: string[] = [];
      try {
        for (const write of writers) pieces.push(write(items[pieces.length], text));
      } catch (error) {
        rethrow(error, fields[pieces.length]!.step);
      }
      return `[${pieces.join(",")}]`;
    };
  }

  #linkEnum(ty: Ty, { variants }: EnumStructure): JsonText {
    const selectedOf = variantReader(this.#types, ty);
    const writers = variants.map((variant) => this.textOf(variant.ty));
    return (value, text) => {
      const { index, payload } = selectedOf(value);
      const start = `{"${index}":`;
      text.take(start.length + 1);
      try {
        return `${start}${writers[index]!(payload, text)}}`;
      } catch (error) {
        return rethrow(error, variants[index]!.name);
      }
    };
  }
}

function scalarJson(scalar: Scalar): JsonText {
  const jsonOf = scalarJsonOf(scalar);
  return (value, text) => {
    const written = jsonOf(value);
    text.take(written.length);
    return written;
  };
}

function scalarJsonOf(scalar: Scalar): (value: unknown) => string {
  switch (scalar.kind) {
    case "bool":
      return (value) => (value === true ? "true" : "false");
    case "text":
      return (value) => JSON.stringify(checkedText(value as string));
    case "integer":
      return integerText(scalar.bits);
    case "float":
      return (value) => finiteText(value as number);
  }
}

function finiteText(value: number): string {
  if (Number.isFinite(value)) return floatText(value);
  throw new CellError(
    `${value} cannot be represented in JSON, in which arrays travel to the server; pass it outside of an array`,
  );
}
