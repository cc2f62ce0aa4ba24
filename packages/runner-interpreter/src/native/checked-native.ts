import { ErrorCode, isRunnerError, RunnerError } from "@lutra/runner-core";
import { checkedOutput, errorMessage } from "@lutra/runner-core/transport";
import {
  badProgram,
  executionError,
  isOutOfMemory,
  isStackOverflow,
  outOfMemory,
} from "../execution-error.ts";
import { type Integer64, integer64 } from "../values/integer64.ts";
import { isFloat } from "../values/compare.ts";
import { isScalarKind, type NumberKind, readerOf, writerOf } from "../values/kinds.ts";
import { TextSlice } from "../memory/text-slice.ts";
import type { NativeFunction } from "../native-module.ts";
import type { NativeValues, ValueKind } from "../values/native-values.ts";

type AnyValue = NativeValues[ValueKind];

/**
 * Wraps a function of the host so that what it returns and throws is checked: the interpreter relies on the form of its
 * values, and authors need not use TypeScript.
 *
 * @throws RunnerError `PREPARE_ERROR` for anything but what `nativeFunction` makes
 */
export function checkedNative(native: NativeFunction, id: string): NativeFunction {
  const { params, result } = checkedKinds(native, id);
  const call = native.call as (context: never, ...args: never[]) => unknown;
  return {
    params,
    result,
    call: (context, ...args) => {
      let given: unknown;
      try {
        given = call(context as never, ...args);
      } catch (error) {
        throw thrownBy(error);
      }
      const value = checkedOrNot(result, given);
      if (value !== undefined || result === "unit") return value;
      ignoreFailure(given);
      throw executionError(`${id} is declared to give ${result}, and gave ${nameOf(given)}`);
    },
  };
}

function checkedKinds({ params, result, call }: NativeFunction, id: string): NativeFunction {
  const isKind = (kind: unknown): boolean =>
    typeof kind === "string" && (isScalarKind(kind) || otherKinds.includes(kind));
  if (
    Array.isArray(params) &&
    params.every(isKind) &&
    isKind(result) &&
    typeof call === "function"
  ) {
    return { params: [...(params as readonly ValueKind[])], result, call };
  }
  throw badProgram(`${id} was not made by nativeFunction`);
}

/** Kinds besides scalars. */
const otherKinds: readonly string[] = ["text", "string", "texts", "data", "unit"];

/** Returns the error with which the program fails after a function of the host threw; anything can be thrown. */
function thrownBy(error: unknown): Error {
  const { display, code } = errorMessage(error, ErrorCode.EXECUTION_ERROR);
  if (isRunnerError(error) && error.message === display && error.code === code) return error;
  // A function of the host may use up the stack or the memory, too.
  if (isStackOverflow(display)) return executionError("the program nests too deeply here", error);
  if (isOutOfMemory(display)) return outOfMemory(error);
  return new RunnerError(isRunnerError(error) ? display : `error: ${display}`, {
    code,
    cause: error,
  });
}

/** Ignores the failure of an unwanted promise: unhandled, it would end the process. */
function ignoreFailure(value: unknown): void {
  try {
    if (value instanceof Promise)
      void Promise.prototype.then.call(value, undefined, () => undefined);
  } catch {
    // A proxy: no promise.
  }
}

/** Names a value without showing it: it may be large, secret, or have no string form. */
function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "bigint") return `the ${typeof value} ${value}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    // "[object Name]"
    const name = Object.prototype.toString.call(value).slice(8, -1).slice(0, 64);
    if (name === "Promise") return "a Promise: functions of the host are synchronous";
    return name === "Uint8Array" ? "bytes whose memory was transferred away" : name;
  } catch {
    return "object";
  }
}

/** Does the same as {@link checked}; undefined for a proxy that throws when it is looked at. */
function checkedOrNot(kind: ValueKind, value: unknown): AnyValue {
  try {
    return checked(kind, value);
  } catch {
    return undefined;
  }
}

/** Returns the value in the form of its kind; undefined if it is not one of the kind. */
function checked(kind: ValueKind, value: unknown): AnyValue {
  switch (kind) {
    case "unit":
      return undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "string":
      return typeof value === "string" ? value : undefined;
    case "text":
      return isText(value) ? value : undefined;
    case "texts":
      return textsOf(value);
    case "data":
      return bytesOf(value);
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

function isText(value: unknown): value is TextSlice {
  if (!(value instanceof TextSlice)) return false;
  const { chunk, start, end } = value;
  return (
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    start >= 0 &&
    start <= end &&
    end <= chunk.end
  );
}

/** Copies the list, which may be more than an array. */
function textsOf(value: unknown): readonly TextSlice[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = Array.from(value as readonly unknown[]);
  return texts.every(isText) ? texts : undefined;
}

function bytesOf(value: unknown): Uint8Array | undefined {
  try {
    return checkedOutput(value);
  } catch {
    return undefined;
  }
}

function integerWithin(value: unknown, least: bigint, greatest: bigint): Integer64 | undefined {
  if (typeof value !== "bigint" && !Number.isSafeInteger(value)) return undefined;
  const integer = BigInt(value as Integer64);
  return integer >= least && integer <= greatest ? integer64(integer) : undefined;
}

/** Returns the number as memory of its kind would hold it, if that is the same number; a 32-bit float is rounded. */
function asStored(kind: NumberKind, value: number): number | undefined {
  writerOf<NumberKind>(kind)(scratch, 0, value);
  const stored = readerOf<NumberKind>(kind)(scratch, 0) as number;
  return stored === value || isFloat(kind) ? stored : undefined;
}

const scratch: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
