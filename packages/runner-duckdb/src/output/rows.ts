import type { Ty } from "@lutra/bin";
import { encodeWith, type Writer } from "@lutra/bin/transcode";
import {
  CellError,
  type EnumStructure,
  type Field,
  rethrow,
  type Variant,
  writeTag,
} from "@lutra/runner-sql";
import type { Chunk } from "../adapter.ts";
import { cellWriter, mismatch } from "./cell.ts";
import type { CellWriter } from "./cell-writer.ts";
import type { ProgramTypes, Structure } from "../program-types.ts";
import { type ColumnVector, isNull, type ListVector, type UnionVector } from "../vector.ts";

/** Encodes a result as the value that a program gives. */
export type RowsEncoder = (chunks: readonly Chunk[]) => Uint8Array<ArrayBuffer>;

/**
 * Returns a function that encodes results of a type: cells go straight from the vectors into the output.
 *
 * @throws TypeError for a type that cannot be represented in a database
 * @see docs/spec/duckdb.md, "Results"
 */
export function rowsEncoder(types: ProgramTypes, ty: Ty): RowsEncoder {
  const structure = types.of(ty);
  // Inserts, updates and deletes: whatever comes back says nothing.
  if (types.isUnit(ty)) return () => new Uint8Array(0);
  const binder = new VectorBinder(types);
  if (structure.kind === "array") {
    const stride = types.headBytes(structure.item);
    return (chunks) =>
      encodeWith(
        (writer, _, at) => writeItems(writer, chunks, at, stride, binder, structure.item),
        8,
        undefined,
      );
  }
  const headBytes = types.headBytes(ty);
  return (chunks) => {
    const rows = countRows(chunks);
    if (rows !== 1) throw new CellError(`expected 1 row, got ${rows}`);
    const writeRow = binder.bindRow(ty, columnsOf(chunks));
    return encodeWith((writer, _, at) => writeRow(writer, 0, at), headBytes, undefined);
  };
}

/**
 * Returns a function that encodes a row of a tuple as the option that has it, and no row as none.
 *
 * @throws TypeError for a type that is no option of a tuple
 */
export function someEncoder(types: ProgramTypes, ty: Ty): RowsEncoder {
  const structure = types.of(ty);
  const some = someTuple(types, ty);
  if (structure.kind !== "enum" || some === undefined) throw new TypeError("no option of a tuple");
  const { layout } = structure;
  const binder = new VectorBinder(types);
  const headBytes = types.headBytes(ty);
  return (chunks) => {
    const rows = countRows(chunks);
    if (rows > 1) throw new CellError(`expected 1 row or none, got ${rows}`);
    const payloadBytes = rows === 0 ? 0 : some.headBytes;
    try {
      const writeRow = rows === 0 ? writeNothing : binder.bindRow(some.ty, columnsOf(chunks));
      return encodeWith(
        (writer, _, at) => writeRow(writer, 0, writeTag(writer, at, rows, layout, payloadBytes)),
        headBytes,
        undefined,
      );
    } catch (error) {
      rethrow(error, some.name);
    }
  };
}

/** Returns the variant with the tuple in an option of one; undefined for any other type. */
export function someTuple(types: ProgramTypes, ty: Ty): Variant | undefined {
  const structure = types.of(ty);
  if (structure.kind !== "enum") return undefined;
  const [none, some, ...others] = structure.variants;
  if (none === undefined || some === undefined || others.length > 0) return undefined;
  const isOption = none.name === "none" && types.isUnit(none.ty) && some.name === "some";
  return isOption && !some.recursive && types.of(some.ty).kind === "tuple" ? some : undefined;
}

function writeItems(
  writer: Writer,
  chunks: readonly Chunk[],
  at: number,
  stride: number,
  binder: VectorBinder,
  item: Ty,
): void {
  const rows = countRows(chunks);
  writer.arrayHead(at, rows);
  let place = writer.reserve(rows * stride);
  let written = 0;
  for (const { rowCount, columns } of chunks) {
    if (rowCount === 0) continue;
    const writeRow = binder.bindRow(item, columns);
    let row = 0;
    try {
      for (; row < rowCount; row++, place += stride) writeRow(writer, row, place);
    } catch (error) {
      rethrow(error, written + row);
    }
    written += rowCount;
  }
}

/** Returns the columns of the chunk that has the rows. */
function columnsOf(chunks: readonly Chunk[]): readonly ColumnVector[] {
  return chunks.find(({ rowCount }) => rowCount > 0)!.columns;
}

function countRows(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
}

/** Makes the writers of types for given vectors. */
class VectorBinder {
  readonly #types: ProgramTypes;

  constructor(types: ProgramTypes) {
    this.#types = types;
  }

  /** Returns a function that writes a row: a column for each field of a tuple, one column for anything else. */
  bindRow(ty: Ty, columns: readonly ColumnVector[]): CellWriter {
    const structure = this.#types.of(ty);
    const isTuple = structure.kind === "tuple";
    const expected = isTuple ? structure.fields.length : 1;
    if (columns.length !== expected) {
      throw new CellError(`expected ${expected} columns, got ${columns.length}`);
    }
    return isTuple ? this.#bindFields(structure.fields, columns) : this.#bind(ty, columns[0]!);
  }

  /** Returns a function that writes a value that may be NULL only if the type says so. */
  #bind(ty: Ty, vector: ColumnVector): CellWriter {
    // A column without a value may have any type; so may one of a tuple whose fields are without values.
    if (this.#types.headBytes(ty) === 0) return writeNothing;
    const structure = this.#types.of(ty);
    if (structure.kind === "enum" && structure.isOption) return this.#bindOption(structure, vector);
    return refuseNulls(vector, this.#bindValue(structure, vector));
  }

  #bindValue(structure: Structure, vector: ColumnVector): CellWriter {
    switch (structure.kind) {
      case "scalar":
        return cellWriter(structure.scalar, vector);
      case "array":
        return vector.kind === "list"
          ? this.#bindList(structure.item, vector)
          : mismatch("an array", vector);
      case "tuple":
        return vector.kind === "struct" && vector.fields.length === structure.fields.length
          ? this.#bindFields(structure.fields, vector.fields)
          : mismatch(`a tuple of ${structure.fields.length} fields`, vector);
      case "enum":
        return vector.kind === "union" && vector.members.length === structure.variants.length
          ? this.#bindUnion(structure, vector)
          : mismatch(`an enum of ${structure.variants.length} variants`, vector);
    }
  }

  #bindFields(fields: readonly Field[], vectors: readonly ColumnVector[]): CellWriter {
    const writers = fields.map(({ ty, step }, i) => {
      try {
        return this.#bind(ty, vectors[i]!);
      } catch (error) {
        rethrow(error, step);
      }
    });
    const offsets = fields.map(({ offset }) => offset);
    return (writer, row, at) => {
      let i = 0;
      try {
        for (; i < writers.length; i++) writers[i]!(writer, row, at + offsets[i]!);
      } catch (error) {
        rethrow(error, fields[i]!.step);
      }
    };
  }

  #bindList(item: Ty, { start, length, items }: ListVector): CellWriter {
    const stride = this.#types.headBytes(item);
    const writeItem = this.#bind(item, items);
    return (writer, row, at) => {
      const count = length(row);
      const first = start(row);
      writer.arrayHead(at, count);
      let place = writer.reserve(count * stride);
      for (let i = 0; i < count; i++, place += stride) {
        try {
          writeItem(writer, first + i, place);
        } catch (error) {
          rethrow(error, i);
        }
      }
    };
  }

  #bindOption({ variants, layout }: EnumStructure, vector: ColumnVector): CellWriter {
    const { ty, headBytes } = variants[1]!;
    const write = this.#bindValue(this.#types.of(ty), vector);
    const { validity } = vector;
    return (writer, row, at) => {
      if (validity !== null && isNull(validity, row)) writeTag(writer, at, 0, layout, 0);
      else write(writer, row, writeTag(writer, at, 1, layout, headBytes));
    };
  }

  #bindUnion({ variants, layout }: EnumStructure, vector: UnionVector): CellWriter {
    const named = vector.names.map((name) => variants.findIndex((each) => each.name === name));
    // Members in another order are known by their names; with other names, by their order.
    const indices = named.includes(-1) ? [...variants.keys()] : named;
    const writers = vector.members.map((member, tag) => {
      const { ty, name } = variants[indices[tag]!]!;
      try {
        return this.#bind(ty, member);
      } catch (error) {
        rethrow(error, name);
      }
    });
    return (writer, row, at) => {
      const tag = vector.tag(row);
      const index = indices[tag];
      if (index === undefined) throw new CellError(`the union has no member ${tag}`);
      const { headBytes, name } = variants[index]!;
      const place = writeTag(writer, at, index, layout, headBytes);
      try {
        writers[tag]!(writer, row, place);
      } catch (error) {
        rethrow(error, name);
      }
    };
  }
}

function writeNothing(): void {}

function refuseNulls({ validity }: ColumnVector, write: CellWriter): CellWriter {
  if (validity === null) return write;
  return (writer, row, at) => {
    if (isNull(validity, row)) throw new CellError("unexpected null value for non-option type");
    write(writer, row, at);
  };
}
