import type { Ty } from "@lutra/bin";
import { encodeWith, type Writer } from "@lutra/bin/transcode";
import { CellError, type EnumStructure, rethrow, type Variant, writeTag } from "@lutra/runner-sql";
import type { TextRow } from "../adapter.ts";
import { type CellWriter, cellWriter } from "./cell.ts";
import { plainInteger, shortened } from "./integer-text.ts";
import { JsonCells } from "./json-cell.ts";
import type { ProgramTypes } from "../program-types.ts";

/** Encodes the rows of a result as the output of a program. */
export type RowsEncoder = (rows: readonly TextRow[]) => Uint8Array<ArrayBuffer>;

/** Writes the part of a value that comes from some columns of a row. `at` is where the head of the whole row lies. */
interface Part {
  readonly write: (writer: Writer, row: TextRow, at: number) => void;
  readonly steps: readonly (string | number)[];
}

/** Parts of a type, and the column after its last one. */
interface Parts {
  readonly parts: readonly Part[];
  readonly end: number;
}

/**
 * Returns the function that encodes results of a type. Cells go straight into the output, without values in between.
 *
 * @throws TypeError for a type that cannot be represented in a database
 * @see docs/spec/sql.md, "Results"
 */
export function rowsEncoder(types: ProgramTypes, ty: Ty): RowsEncoder {
  const structure = types.of(ty);
  // Inserts, updates and deletes: whatever comes back says nothing.
  if (structure.kind === "tuple" && structure.fields.length === 0) return () => new Uint8Array(0);
  const columns = new ColumnCompiler(types);
  if (structure.kind === "array") {
    const stride = types.headBytes(structure.item);
    const writeRow = rowWriter(columns.compile(structure.item, 0, 0));
    return (rows) =>
      encodeWith((writer, _, at) => writeRows(writer, rows, at, stride, writeRow), 8, undefined);
  }
  const headBytes = types.headBytes(ty);
  const writeRow = rowWriter(columns.compile(ty, 0, 0));
  return (rows) => {
    const [row] = rows;
    if (row === undefined || rows.length > 1) {
      throw new CellError(`expected 1 row, got ${rows.length}`);
    }
    return encodeWith(writeRow, headBytes, row);
  };
}

type RowWriter = (writer: Writer, row: TextRow, at: number) => void;

function writeRows(
  writer: Writer,
  rows: readonly TextRow[],
  at: number,
  stride: number,
  writeRow: RowWriter,
): void {
  const { length } = rows;
  writer.arrayHead(at, length);
  let place = writer.reserve(length * stride);
  for (let i = 0; i < length; i++, place += stride) {
    try {
      writeRow(writer, rows[i]!, place);
    } catch (error) {
      rethrow(error, i);
    }
  }
}

function rowWriter({ parts, end }: Parts): RowWriter {
  return (writer, row, at) => {
    if (row.length !== end) throw new CellError(`expected ${end} columns, got ${row.length}`);
    writeParts(parts, writer, row, at);
  };
}

function writeParts(parts: readonly Part[], writer: Writer, row: TextRow, at: number): void {
  let i = 0;
  try {
    for (; i < parts.length; i++) parts[i]!.write(writer, row, at);
  } catch (error) {
    if (error instanceof CellError) error.steps.push(...parts[i]!.steps.toReversed());
    throw error;
  }
}

/** Makes parts of types: tuples in tuples are flattened, so that a row is one loop. */
class ColumnCompiler {
  readonly #types: ProgramTypes;
  readonly #json: JsonCells;

  constructor(types: ProgramTypes) {
    this.#types = types;
    this.#json = new JsonCells(types);
  }

  /** @param offset where the type's head lies from the start of the row's, or of the enum's payload's */
  compile(ty: Ty, column: number, offset: number): Parts {
    const structure = this.#types.of(ty);
    switch (structure.kind) {
      case "scalar":
        return single(cellWriter(structure.scalar), column, offset);
      case "array":
        return single(this.#json.cellWriter(ty), column, offset);
      case "tuple": {
        const parts: Part[] = [];
        let end = column;
        for (const field of structure.fields) {
          const compiled = this.compile(field.ty, end, offset + field.offset);
          for (const { write, steps } of compiled.parts) {
            parts.push({ write, steps: [field.step, ...steps] });
          }
          end = compiled.end;
        }
        return { parts, end };
      }
      case "enum":
        return structure.isOption
          ? this.#compileOption(structure, column, offset)
          : this.#compileEnum(structure, column, offset);
    }
  }

  #compileOption({ variants, layout }: EnumStructure, column: number, offset: number): Parts {
    const { ty, headBytes } = variants[1]!;
    const { parts, end } = this.compile(ty, column, 0);
    const write: RowWriter = (writer, row, start) => {
      const at = start + offset;
      if (row[column] === null) writeTag(writer, at, 0, layout, 0);
      else writeParts(parts, writer, row, writeTag(writer, at, 1, layout, headBytes));
    };
    return { parts: [{ write, steps: [] }], end };
  }

  #compileEnum({ variants, layout }: EnumStructure, column: number, offset: number): Parts {
    const payloads: (readonly Part[])[] = [];
    let end = column + 1;
    for (const variant of variants) {
      const compiled = this.#compileVariant(variant, end);
      payloads.push(compiled.parts);
      end = compiled.end;
    }
    const write: RowWriter = (writer, row, start) => {
      const text = cellOf(row, column);
      const tag = plainInteger(text);
      const variant = variants[tag];
      if (variant === undefined) {
        throw new CellError(
          `expected the number of one of ${variants.length} variants, got ${shortened(text)}`,
        );
      }
      const place = writeTag(writer, start + offset, tag, layout, variant.headBytes);
      writeParts(payloads[tag]!, writer, row, place);
    };
    return { parts: [{ write, steps: [] }], end };
  }

  #compileVariant({ ty, name, recursive }: Variant, column: number): Parts {
    const { parts, end } = recursive
      ? single(this.#json.cellWriter(ty), column, 0)
      : this.compile(ty, column, 0);
    const named = parts.map(({ write, steps }) => ({ write, steps: [name, ...steps] }));
    return { parts: named, end };
  }
}

function single(write: CellWriter, column: number, offset: number): Parts {
  const part: Part = {
    write: (writer, row, at) => write(writer, cellOf(row, column), at + offset),
    steps: [],
  };
  return { parts: [part], end: column + 1 };
}

function cellOf(row: TextRow, column: number): string {
  const text = row[column];
  if (text === null || text === undefined) {
    throw new CellError(`unexpected null value in column ${column}`);
  }
  return text;
}
