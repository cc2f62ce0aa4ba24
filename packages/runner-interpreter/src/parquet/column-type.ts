import type {
  ConvertedType,
  LogicalType,
  ParquetType,
  SchemaElement,
} from "hyparquet/src/types.js";
import type { ColumnType, UnknownType } from "../files/parquet-format.ts";

/** Annotation of a column type in a file: what Arrow readers need to find the same type again. */
type Annotation = Pick<
  SchemaElement,
  "type" | "converted_type" | "logical_type" | "precision" | "scale"
>;

// Without the logical type that says the same: the writer encodes its width in a way that other readers refuse.
const integer = (bitWidth: 8 | 16 | 32 | 64, sign: "INT" | "UINT"): Annotation => ({
  type: bitWidth === 64 ? "INT64" : "INT32",
  converted_type: `${sign}_${bitWidth}`,
});

/** Scale of Lutra's decimals; their precision is that of 64-bit columns elsewhere. */
const decimalScale = 2;
const decimalPrecision = 18;

/**
 * Returns the annotation of a column type. A duration has none of its own: it is a plain 64-bit integer.
 *
 * @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
 */
export function annotationOf(type: ColumnType): Annotation {
  switch (type) {
    case "bool":
      return { type: "BOOLEAN" };
    case "int8":
      return integer(8, "INT");
    case "int16":
      return integer(16, "INT");
    case "int32":
      return { type: "INT32" };
    case "int64":
    case "duration":
      return { type: "INT64" };
    case "uint8":
      return integer(8, "UINT");
    case "uint16":
      return integer(16, "UINT");
    case "uint32":
      return integer(32, "UINT");
    case "uint64":
      return integer(64, "UINT");
    case "float32":
      return { type: "FLOAT" };
    case "float64":
      return { type: "DOUBLE" };
    case "text":
      return { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
    case "date":
      return { type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } };
    case "time":
      return {
        type: "INT64",
        converted_type: "TIME_MICROS",
        logical_type: { type: "TIME", isAdjustedToUTC: false, unit: "MICROS" },
      };
    case "timestamp":
      return {
        type: "INT64",
        converted_type: "TIMESTAMP_MICROS",
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" },
      };
    case "decimal":
      return {
        type: "INT64",
        converted_type: "DECIMAL",
        precision: decimalPrecision,
        scale: decimalScale,
        logical_type: { type: "DECIMAL", precision: decimalPrecision, scale: decimalScale },
      };
  }
}

/** Returns the type of a column in a file. Microseconds and two decimal places are the only ones that Lutra has. */
export function columnTypeOf(element: SchemaElement): ColumnType | UnknownType {
  const { type, converted_type: converted, logical_type: logical, scale } = element;
  // Logical types replaced converted ones and tell more; files of old writers have only the latter.
  if (logical?.type !== undefined) return fromLogical(logical) ?? { unknown: nameOf(logical) };
  if (converted === "DECIMAL" && scale === decimalScale) return "decimal";
  if (converted !== undefined) return convertedTypes[converted] ?? { unknown: converted };
  return (type && physicalTypes[type]) ?? { unknown: type ?? "GROUP" };
}

function fromLogical(logical: LogicalType): ColumnType | undefined {
  if (logical.type === "STRING") return "text";
  if (logical.type === "DATE") return "date";
  if (logical.type === "INTEGER") {
    return convertedTypes[`${logical.isSigned ? "INT" : "UINT"}_${logical.bitWidth as 8}`];
  }
  if (logical.type === "DECIMAL") return logical.scale === decimalScale ? "decimal" : undefined;
  if (logical.type === "TIME") return logical.unit === "MICROS" ? "time" : undefined;
  if (logical.type === "TIMESTAMP") return logical.unit === "MICROS" ? "timestamp" : undefined;
  return undefined;
}

function nameOf({ type, ...details }: LogicalType): string {
  const parts = Object.values(details).map(String);
  return parts.length === 0 ? type : `${type}(${parts.join(", ")})`;
}

const convertedTypes: Readonly<Partial<Record<ConvertedType, ColumnType>>> = {
  UTF8: "text",
  DATE: "date",
  TIME_MICROS: "time",
  TIMESTAMP_MICROS: "timestamp",
  INT_8: "int8",
  INT_16: "int16",
  INT_32: "int32",
  INT_64: "int64",
  UINT_8: "uint8",
  UINT_16: "uint16",
  UINT_32: "uint32",
  UINT_64: "uint64",
};

const physicalTypes: Readonly<Partial<Record<ParquetType, ColumnType>>> = {
  BOOLEAN: "bool",
  INT32: "int32",
  INT64: "int64",
  FLOAT: "float32",
  DOUBLE: "float64",
};
