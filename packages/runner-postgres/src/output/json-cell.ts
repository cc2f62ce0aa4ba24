import type { Ty } from "@lutra/bin";
import { type JsonNode, parseJsonNode, type Writer } from "@lutra/bin/transcode";
import {
  CellError,
  type EnumStructure,
  type Field,
  rethrow,
  type Variant,
  writeTag,
} from "@lutra/runner-sql";
import { type CellWriter, cellWriter } from "./cell.ts";
import { shortened } from "./integer-text.ts";
import type { ProgramTypes, Structure } from "../program-types.ts";
import type { Scalar } from "../scalar.ts";

/** Writes the value that a piece of JSON stands for into the bytes reserved at `at`. */
type NodeWriter = (writer: Writer, node: JsonNode, at: number) => void;

/**
 * Turns JSON cells into values: nested arrays, and payloads that recursion allows no columns for.
 *
 * Numbers keep all digits that the server sent.
 *
 * @see docs/spec/sql.md, "Nested values as JSON"
 */
export class JsonCells {
  readonly #types: ProgramTypes;
  readonly #writers: Map<Structure, NodeWriter> = new Map();

  constructor(types: ProgramTypes) {
    this.#types = types;
  }

  /**
   * Returns the function that writes cells of a type.
   *
   * @throws TypeError for a type that has no value
   */
  cellWriter(ty: Ty): CellWriter {
    const write = this.#writerOf(ty);
    return (writer, text, at) => write(writer, nodeOf(text), at);
  }

  #writerOf(ty: Ty): NodeWriter {
    const structure = this.#types.of(ty);
    const known = this.#writers.get(structure);
    if (known !== undefined) return known;
    let linked: NodeWriter | undefined;
    // Stands in wherever the type meets itself while its writer is being made.
    this.#writers.set(structure, (writer, node, at) => linked?.(writer, node, at));
    linked = this.#link(structure);
    this.#writers.set(structure, linked);
    return linked;
  }

  #link(structure: Structure): NodeWriter {
    switch (structure.kind) {
      case "scalar":
        return scalarWriter(structure.scalar);
      case "array":
        return this.#linkArray(structure.item);
      case "tuple":
        return this.#linkTuple(structure.fields);
      case "enum":
        return this.#linkEnum(structure);
    }
  }

  #linkArray(item: Ty): NodeWriter {
    const write = this.#writerOf(item);
    const stride = this.#types.headBytes(item);
    return (writer, node, at) => {
      if (node.kind !== "array") unexpected("an array", node);
      const { items } = node;
      writer.arrayHead(at, items.length);
      let place = writer.reserve(items.length * stride);
      for (let i = 0; i < items.length; i++, place += stride) {
        try {
          write(writer, items[i]!, place);
        } catch (error) {
          rethrow(error, i);
        }
      }
    };
  }

  #linkTuple(fields: readonly Field[]): NodeWriter {
    const writers = fields.map((field) => this.#writerOf(field.ty));
    return (writer, node, at) => {
      if (node.kind !== "array" || node.items.length < fields.length) {
        unexpected(`an array of ${fields.length}`, node);
      }
      for (let i = 0; i < fields.length; i++) {
        const { offset, step } = fields[i]!;
        try {
          writers[i]!(writer, node.items[i]!, at + offset);
        } catch (error) {
          rethrow(error, step);
        }
      }
    };
  }

  #linkEnum({ variants, layout }: EnumStructure): NodeWriter {
    const writers = variants.map((variant) => this.#writerOf(variant.ty));
    return (writer, node, at) => {
      const member = node.kind === "object" ? node.members[0] : undefined;
      const index = member && variantIndex(member.name, variants);
      if (member === undefined || index === undefined) {
        unexpected(`an object with the number of one of ${variants.length} variants`, node);
      }
      const { headBytes, name } = variants[index]!;
      const place = writeTag(writer, at, index, layout, headBytes);
      try {
        writers[index]!(writer, member.value, place);
      } catch (error) {
        rethrow(error, name);
      }
    };
  }
}

function scalarWriter(scalar: Scalar): NodeWriter {
  const write = cellWriter(scalar);
  switch (scalar.kind) {
    case "bool":
      return (writer, node, at) => write(writer, node.kind, at);
    case "text":
      return (writer, node, at) => {
        if (node.kind !== "string") unexpected("a string", node);
        write(writer, node.text, at);
      };
    case "integer":
      return (writer, node, at) => {
        if (node.kind !== "number") unexpected("a number", node);
        write(writer, node.text, at);
      };
    case "float":
      return (writer, node, at) => {
        // JSON has no infinities; the server writes them, and NaN, as strings.
        if (node.kind !== "number" && node.kind !== "string") unexpected("a number", node);
        write(writer, node.text, at);
      };
  }
}

function variantIndex(name: string, variants: readonly Variant[]): number | undefined {
  const index = /^(0|[1-9]\d{0,7})$/.test(name) ? Number(name) : undefined;
  return index !== undefined && index < variants.length ? index : undefined;
}

function nodeOf(text: string): JsonNode {
  try {
    return parseJsonNode(text);
  } catch (error) {
    throw new CellError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function unexpected(expected: string, node: JsonNode): never {
  const got =
    node.kind === "array"
      ? `an array of ${node.items.length}`
      : node.kind === "number"
        ? node.text
        : node.kind === "string"
          ? `the string ${shortened(node.text)}`
          : node.kind;
  throw new CellError(`expected ${expected}, got ${got}`);
}
