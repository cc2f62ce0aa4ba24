import {
  type Codec,
  codecFor,
  type Path,
  type Ty,
  type TyDef,
  type TyTupleField,
} from "@lutra/bin";
import { tyCodec } from "@lutra/bin/program";
import { executionError } from "../../execution-error.ts";
import type { ColumnType } from "../../files/parquet-format.ts";
import { isUnit, optionPayload, standardName } from "@lutra/bin/transcode";
import { LayoutArgs } from "../layout-args.ts";

/** A column of the rows that a program reads or writes, or a part of a nested one. */
export interface RowColumn {
  readonly name: string;
  /** `true` if the program has an option here. */
  readonly nullable: boolean;
  readonly shape: ColumnShape;
}

/** Types that the values of a column can have. `rawBits` take and give any column type of this width. */
export type ColumnShape =
  | { readonly kind: "scalar"; readonly type: ColumnType }
  | { readonly kind: "rawBits"; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: "array"; readonly item: RowColumn; readonly asBytes: boolean }
  | { readonly kind: "tuple"; readonly fields: readonly RowColumn[] };

/** Facts about the type of a table that `std::fs` needs. */
export interface RowType {
  readonly columns: readonly RowColumn[];
  /** Rows as arrays of column values, whatever names the program gives them. */
  readonly codec: Codec<readonly (readonly unknown[])[]>;
}

/** Charges steps of a program, and throws if it has no more. */
type Step = (count: number) => void;

/**
 * Reads the type of a table, which is the only layout argument of the functions that read and write them.
 *
 * @param step is called for each column, each part of one, and each name that is followed: definitions that mention others
 *   twice, or name each other in a row, make much of a few bytes
 * @throws RunnerError `EXECUTION_ERROR` for anything but rows of scalars, text, options, tuples and arrays of them
 * @see docs/spec/interpreter.md, "Layout arguments"
 */
export function rowType(
  layoutArgs: readonly number[],
  defs: readonly TyDef[],
  step: Step,
): RowType {
  step(defs.length);
  const types = new RowTypes(defs, step);
  const table = types.resolve(tyCodec.decode(new LayoutArgs(layoutArgs).bytes()));
  if (table.kind.tag !== "array") throw unsupportedColumn("a table", table.kind.tag);
  const row = types.resolve(table.kind.value);
  // A tuple of one field is encoded like the field.
  const fields = row.kind.tag === "tuple" ? row.kind.value : [{ name: "value", ty: row }];
  const parts = types.fields(fields, 0);
  const rows = handMade({ tag: "array", value: unnamedTuple(parts) });
  return {
    columns: parts.map((part) => part.column),
    codec: codecFor(rows, defs) as RowType["codec"],
  };
}

/** Returns the error for a type that tables cannot hold. */
export function unsupportedColumn(place: string, kind: string): Error {
  return executionError(
    `error: lutra_to_arrow: unsupported type for Arrow conversion: ${place} is of kind ${kind}`,
  );
}

/** A column, and its type without names, so that tuples in it are arrays of their fields. */
interface Part {
  readonly column: RowColumn;
  readonly ty: Ty;
}

function handMade(kind: Ty["kind"]): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

function unnamedTuple(parts: readonly Part[]): Ty {
  return handMade({ tag: "tuple", value: parts.map(({ ty }) => ({ name: null, ty })) });
}

/** A type that contains itself would nest without end; no file does. */
const maxDepth = 64;

/** Columns and parts of nested ones: definitions that use others twice would double them at each level. */
const maxParts = 65_536;

class RowTypes {
  readonly #defs: ReadonlyMap<string, Ty>;
  readonly #step: Step;
  #parts = 0;

  constructor(defs: readonly TyDef[], step: Step) {
    this.#step = step;
    this.#defs = new Map(defs.map((def) => [def.name.join("::"), def.ty]));
  }

  /** Follows names up to standard types. */
  resolve(ty: Ty): Ty {
    let resolved = ty;
    for (let i = 0; i <= this.#defs.size && resolved.kind.tag === "ident"; i++) {
      if (standardName(resolved.kind.value) !== undefined) return resolved;
      this.#step(1);
      const name = resolved.kind.value.join("::");
      const definition = this.#defs.get(name);
      if (definition === undefined)
        throw executionError(`bad program: type ${name} is not defined`);
      resolved = definition;
    }
    return resolved;
  }

  fields(fields: readonly TyTupleField[], depth: number): Part[] {
    return fields.map(({ name, ty }, i) => this.#part(name ?? `field${i}`, ty, depth));
  }

  #part(name: string, ty: Ty, depth: number): Part {
    this.#step(1);
    if (++this.#parts > maxParts) {
      throw executionError(`error: a table has more than ${maxParts} columns and parts of columns`);
    }
    const resolved = this.resolve(ty);
    const { kind } = resolved;
    const some =
      kind.tag === "enum" ? optionPayload(kind.value, (each) => each.ty, isUnit) : undefined;
    if (some === undefined) {
      const [shape, unnamed] = this.#shape(name, resolved, depth);
      return { column: { name, nullable: false, shape }, ty: unnamed };
    }
    const [shape, unnamed] = this.#shape(name, this.resolve(some), depth);
    const none = handMade({ tag: "tuple", value: [] });
    const variants = [
      { name: "none", ty: none },
      { name: "some", ty: unnamed },
    ];
    const option = handMade({ tag: "enum", value: variants });
    return { column: { name, nullable: true, shape }, ty: option };
  }

  #shape(name: string, ty: Ty, depth: number): [ColumnShape, Ty] {
    const { kind } = ty;
    const type = kind.tag === "ident" ? columnType(kind.value) : undefined;
    if (type !== undefined) return [{ kind: "scalar", type }, ty];
    if (kind.tag === "primitive") return [{ kind: "rawBits", bits: rawWidths[kind.value] }, ty];
    if (depth < maxDepth && kind.tag === "tuple" && kind.value.length > 0) {
      const parts = this.fields(kind.value, depth + 1);
      return [{ kind: "tuple", fields: parts.map((part) => part.column) }, unnamedTuple(parts)];
    }
    if (depth < maxDepth && kind.tag === "array") {
      const { column: item, ty: itemTy } = this.#part(name, kind.value, depth + 1);
      const asBytes = !item.nullable && isByte(item.shape);
      return [{ kind: "array", item, asBytes }, handMade({ tag: "array", value: itemTy })];
    }
    throw unsupportedColumn(`column ${name}`, kind.tag);
  }
}

/** Checks for an item whose values are together a `Uint8Array`. */
function isByte(shape: ColumnShape): boolean {
  if (shape.kind === "rawBits") return shape.bits === 8;
  return shape.kind === "scalar" && shape.type === "uint8";
}

const rawWidths = { prim8: 8, prim16: 16, prim32: 32, prim64: 64 } as const;

/** Returns the column type of a standard type: they have the same names, but for the case of the first letter. */
function columnType(path: Path): ColumnType | undefined {
  return standardName(path)?.toLowerCase() as ColumnType | undefined;
}
