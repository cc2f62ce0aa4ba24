import { executionError } from "../execution-error.ts";
import { type Integer64, integer64 } from "../values/integer64.ts";
import { isFloat } from "../values/compare.ts";
import { type NumberKind, readerOf, writerOf } from "../values/kinds.ts";
import { TextSlice } from "../memory/text-slice.ts";
import type { NativeFunction } from "../native-module.ts";
import type { NativeValues, ValueKind } from "../values/native-values.ts";

type AnyValue = NativeValues[ValueKind];

/** A function of the host whose results are checked: the interpreter relies on the form of its values. */
export function checkedNative(native: NativeFunction, id: string): NativeFunction {
  const call = native.call as (context: never, ...args: never[]) => AnyValue;
  const { params, result } = native;
  return {
    params,
    result,
    call: (context, ...args) => {
      const value = checked(result, call(context as never, ...args));
      if (value === undefined && result !== "unit") {
        throw executionError(`${id} is declared to give ${result}, and gave something else`);
      }
      return value;
    },
  };
}

/** The value in the form of its kind; undefined if it is not one of the kind. */
function checked(kind: ValueKind, value: unknown): AnyValue {
  switch (kind) {
    case "unit":
      return undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "string":
      return typeof value === "string" ? value : undefined;
    case "text":
      return value instanceof TextSlice ? value : undefined;
    case "texts":
      return Array.isArray(value) && value.every((text) => text instanceof TextSlice)
        ? (value as TextSlice[])
        : undefined;
    case "data":
      return value instanceof Uint8Array ? value : undefined;
    case "int64":
      return integerWithin(value, -0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn);
    case "uint64":
      return integerWithin(value, 0n, 0xffff_ffff_ffff_ffffn);
    case "int8":
    case "int16":
    case "int32":
    case "uint8":
    case "uint16":
    case "uint32":
    case "float32":
    case "float64":
      return typeof value === "number" ? asStored(kind, value) : undefined;
  }
}

function integerWithin(value: unknown, least: bigint, greatest: bigint): Integer64 | undefined {
  if (typeof value !== "bigint" && !Number.isSafeInteger(value)) return undefined;
  const integer = BigInt(value as Integer64);
  return integer >= least && integer <= greatest ? integer64(integer) : undefined;
}

/** The number as memory of its kind would hold it, if that is the same number; a 32-bit float is rounded. */
function asStored(kind: NumberKind, value: number): number | undefined {
  writerOf<NumberKind>(kind)(scratch, 0, value);
  const stored = readerOf<NumberKind>(kind)(scratch, 0) as number;
  return stored === value || isFloat(kind) ? stored : undefined;
}

const scratch: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
