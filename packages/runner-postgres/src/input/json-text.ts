import type { Ty } from "@lutra/bin";
import {
  arrayReader,
  CellError,
  type EnumStructure,
  type Field,
  rethrow,
  tupleReader,
  variantReader,
} from "@lutra/runner-sql";
import type { ProgramTypes, Structure } from "../program-types.ts";
import type { Scalar } from "../scalar.ts";
import { checkedText, floatText, integerText } from "./scalar-text.ts";

/** Writes a value as JSON. */
type JsonText = (value: unknown) => string;

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
    this.#texts.set(structure, (value) => linked?.(value) ?? "");
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
    const textOf = this.textOf(item);
    return (value) => {
      const items = itemsOf(value);
      let text = "[";
      let i = 0;
      try {
        for (; i < items.length; i++) text += (i > 0 ? "," : "") + textOf(items[i]);
      } catch (error) {
        rethrow(error, i);
      }
      return `${text}]`;
    };
  }

  #linkTuple(ty: Ty, fields: readonly Field[]): JsonText {
    const itemsOf = tupleReader(this.#types, ty);
    const textsOf = fields.map((field) => this.textOf(field.ty));
    return (value) => {
      const items = itemsOf(value);
      let text = "[";
      let i = 0;
      try {
        for (; i < fields.length; i++) text += (i > 0 ? "," : "") + textsOf[i]!(items[i]);
      } catch (error) {
        rethrow(error, fields[i]!.step);
      }
      return `${text}]`;
    };
  }

  #linkEnum(ty: Ty, { variants }: EnumStructure): JsonText {
    const selectedOf = variantReader(this.#types, ty);
    const textsOf = variants.map((variant) => this.textOf(variant.ty));
    return (value) => {
      const { index, payload } = selectedOf(value);
      try {
        return `{"${index}":${textsOf[index]!(payload)}}`;
      } catch (error) {
        return rethrow(error, variants[index]!.name);
      }
    };
  }
}

function scalarJson(scalar: Scalar): JsonText {
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
    `${value} has no form in JSON, in which arrays travel to the server; pass it outside of an array`,
  );
}
