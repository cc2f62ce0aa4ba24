import type { Argument } from "../adapter.ts";

/** Methods that the adapter uses of a `DuckDBPreparedStatement`. */
export interface NodeBinder {
  bindBoolean(index: number, value: boolean): void;
  bindTinyInt(index: number, value: number): void;
  bindSmallInt(index: number, value: number): void;
  bindInteger(index: number, value: number): void;
  bindBigInt(index: number, value: bigint): void;
  bindUTinyInt(index: number, value: number): void;
  bindUSmallInt(index: number, value: number): void;
  bindUInteger(index: number, value: number): void;
  bindUBigInt(index: number, value: bigint): void;
  bindFloat(index: number, value: number): void;
  bindDouble(index: number, value: number): void;
  bindVarchar(index: number, value: string): void;
  bindNull(index: number): void;
}

/** Binds an argument with its exact type. Parameters count from 1. */
export function bindArgument(statement: NodeBinder, index: number, argument: Argument): void {
  switch (argument?.type) {
    case undefined:
      return statement.bindNull(index);
    case "BOOLEAN":
      return statement.bindBoolean(index, argument.value);
    case "TINYINT":
      return statement.bindTinyInt(index, argument.value);
    case "SMALLINT":
      return statement.bindSmallInt(index, argument.value);
    case "INTEGER":
      return statement.bindInteger(index, argument.value);
    case "BIGINT":
      return statement.bindBigInt(index, argument.value);
    case "UTINYINT":
      return statement.bindUTinyInt(index, argument.value);
    case "USMALLINT":
      return statement.bindUSmallInt(index, argument.value);
    case "UINTEGER":
      return statement.bindUInteger(index, argument.value);
    case "UBIGINT":
      return statement.bindUBigInt(index, argument.value);
    case "FLOAT":
      return statement.bindFloat(index, argument.value);
    case "DOUBLE":
      return statement.bindDouble(index, argument.value);
    case "VARCHAR":
      return statement.bindVarchar(index, argument.value);
  }
}
