import { type Codec, codecFor, type Ty, type TyDef } from "@lutra/bin";
import { tyCodec } from "@lutra/bin/program";
import { executionError } from "../execution-error.ts";
import type { ColumnType } from "../parquet-format.ts";
import { LayoutArgs } from "./layout-args.ts";

/** A column of the rows that a program reads or writes. */
export interface RowColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether the program has an option here. */
  readonly nullable: boolean;
  /** Whether the program has raw bits here, which take and give any column type of this width. */
  readonly rawBits: 8 | 16 | 32 | 64 | undefined;
}

/** What `std::fs` must know about the type of a table. */
export interface RowType {
  readonly columns: readonly RowColumn[];
  /** Rows as arrays of column values, whatever names the program gives them. */
  readonly codec: Codec<readonly (readonly unknown[])[]>;
}

/**
 * Reads the type of a table, which is the only layout argument of the functions that read and write them.
 *
 * @throws RunnerError `EXECUTION_ERROR` for anything but rows of scalars, text and options of them
 * @see interpreter, section 6.1
 */
export function rowType(layoutArgs: readonly number[], defs: readonly TyDef[]): RowType {
  const types = new Types(defs);
  const table = types.resolve(tyCodec.decode(new LayoutArgs(layoutArgs).bytes()));
  if (table.kind.tag !== "array") throw unsupported("a table", table);
  const row = types.resolve(table.kind.value);
  const fields = row.kind.tag === "tuple" ? row.kind.value : [{ name: "value", ty: row }];
  // A tuple of one field is encoded like the field, and fields without names make rows arrays.
  const unnamed = fields.map(({ ty }) => ({ name: null, ty }));
  const rows = handMade({
    tag: "array",
    value: handMade({ tag: "tuple", value: unnamed }),
  });
  return {
    columns: fields.map(({ name, ty }, i) => types.column(name ?? `field${i}`, ty)),
    codec: codecFor(rows, defs) as RowType["codec"],
  };
}

function handMade(kind: Ty["kind"]): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

function unsupported(place: string, ty: Ty): Error {
  const { tag } = ty.kind;
  return executionError(
    `error: lutra_to_arrow: unsupported type for Arrow conversion: ${place} is of kind ${tag}`,
  );
}

class Types {
  readonly #defs: ReadonlyMap<string, Ty>;

  constructor(defs: readonly TyDef[]) {
    this.#defs = new Map(defs.map((def) => [def.name.join("::"), def.ty]));
  }

  /** Follows names up to standard types. */
  resolve(ty: Ty): Ty {
    let resolved = ty;
    for (let i = 0; i <= this.#defs.size && resolved.kind.tag === "ident"; i++) {
      const name = resolved.kind.value.join("::");
      if (standardTypes.has(name)) return resolved;
      const definition = this.#defs.get(name);
      if (definition === undefined)
        throw executionError(`bad program: type ${name} is not defined`);
      resolved = definition;
    }
    return resolved;
  }

  column(name: string, ty: Ty): RowColumn {
    const resolved = this.resolve(ty);
    const payload = this.#optionPayload(resolved);
    return { name, nullable: payload !== undefined, ...this.#scalar(name, payload ?? resolved) };
  }

  #optionPayload({ kind }: Ty): Ty | undefined {
    if (kind.tag !== "enum" || kind.value.length !== 2) return undefined;
    const [none, some] = kind.value;
    if (none?.name !== "none" || some?.name !== "some") return undefined;
    if (none.ty.kind.tag !== "tuple" || none.ty.kind.value.length > 0) return undefined;
    return this.resolve(some.ty);
  }

  #scalar(name: string, ty: Ty): Pick<RowColumn, "type" | "rawBits"> {
    if (ty.kind.tag === "primitive") {
      const rawBits = rawWidths[ty.kind.value];
      return { type: `uint${rawBits}`, rawBits };
    }
    const type = ty.kind.tag === "ident" ? standardTypes.get(ty.kind.value.join("::")) : undefined;
    if (type === undefined) throw unsupported(`column ${name}`, ty);
    return { type, rawBits: undefined };
  }
}

const rawWidths = { prim8: 8, prim16: 16, prim32: 32, prim64: 64 } as const;

const standardTypes: ReadonlyMap<string, ColumnType> = /* @__PURE__ */ new Map([
  ["std::Bool", "bool"],
  ["std::Int8", "int8"],
  ["std::Int16", "int16"],
  ["std::Int32", "int32"],
  ["std::Int64", "int64"],
  ["std::Uint8", "uint8"],
  ["std::Uint16", "uint16"],
  ["std::Uint32", "uint32"],
  ["std::Uint64", "uint64"],
  ["std::Float32", "float32"],
  ["std::Float64", "float64"],
  ["std::Text", "text"],
  ["std::Date", "date"],
  ["std::Time", "time"],
  ["std::Timestamp", "timestamp"],
  ["std::Duration", "duration"],
  ["std::Decimal", "decimal"],
]);
