import { type ArrowType, arrowTypes, arrowUnits } from "./arrow.ts";

/** Returns DuckDB's name of a type that arrives as one of Arrow's, for messages. Some have the same form in Arrow. */
export function typeText(type: ArrowType): string {
  const parts = type.children ?? [];
  switch (type.typeId) {
    case arrowTypes.dictionary:
      return "ENUM";
    case arrowTypes.int: {
      const name = integerNames.get(type.bitWidth!) ?? type.toString();
      return type.isSigned ? name : `U${name}`;
    }
    case arrowTypes.float:
      return type.precision === arrowUnits.single ? "FLOAT" : "DOUBLE";
    case arrowTypes.binary:
      return "BLOB, BIT or BIGNUM";
    case arrowTypes.utf8:
      return "VARCHAR";
    case arrowTypes.bool:
      return "BOOLEAN";
    case arrowTypes.decimal:
      return isHugeInteger(type)
        ? "HUGEINT or DECIMAL(38,0)"
        : `DECIMAL(${type.precision},${type.scale})`;
    case arrowTypes.date:
      return "DATE";
    case arrowTypes.time:
      return "TIME";
    case arrowTypes.timestamp:
      return isZoned(type)
        ? "TIMESTAMP WITH TIME ZONE"
        : (timestampNames[type.unit!] ?? type.toString());
    case arrowTypes.interval:
      return "INTERVAL";
    case arrowTypes.list:
      return `${typeText(parts[0]!.type)}[]`;
    case arrowTypes.fixedSizeList:
      return `${typeText(parts[0]!.type)}[${type.listSize}]`;
    case arrowTypes.struct:
      return `STRUCT(${membersText(type)})`;
    case arrowTypes.union:
      return `UNION(${membersText(type)})`;
    case arrowTypes.map:
      return `MAP(${(parts[0]!.type.children ?? []).map((part) => typeText(part.type)).join(", ")})`;
    case arrowTypes.fixedSizeBinary:
      return "UHUGEINT";
    default:
      return type.toString();
  }
}

/** Checks if a type may be whole numbers of 128 bits, which arrive as decimals. */
export function isHugeInteger({ precision, scale }: ArrowType): boolean {
  return precision === 38 && scale === 0;
}

/** Checks if timestamps are moments, and not what a calendar and a clock show. */
export function isZoned({ timezone }: ArrowType): boolean {
  return timezone !== undefined && timezone !== null && timezone !== "";
}

const integerNames: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([
  [8, "TINYINT"],
  [16, "SMALLINT"],
  [32, "INTEGER"],
  [64, "BIGINT"],
]);

/** By Arrow's number of the unit. */
const timestampNames: readonly string[] = [
  "TIMESTAMP_S",
  "TIMESTAMP_MS",
  "TIMESTAMP",
  "TIMESTAMP_NS",
];

function membersText({ children }: ArrowType): string {
  return (children ?? []).map(({ name, type }) => `"${name}" ${typeText(type)}`).join(", ");
}
