import type { ScalarShape } from "../codecs/base/codec.ts";
import { standardName } from "../types/definitions.ts";
import { type EmitContext, ReadLocals } from "./context.ts";

/** Code that reads and writes one scalar other than a string. */
interface ScalarCode {
  /** Method of `DataView` without `get` or `set`. */
  readonly method: string;
  /** Bytes of the value. */
  readonly width: number;
  /** Lines that refuse a wrong value. */
  readonly check: (value: string, context: EmitContext) => readonly string[];
}

/** Returns an expression that reads a scalar, without a call of another function if it has a fixed size. */
export function readScalar(
  shape: ScalarShape,
  at: string,
  locals: ReadLocals,
  context: EmitContext,
): string {
  const name = scalarName(shape);
  if (name === "Text") return `${context.use("readText")}(r, ${at})`;
  if (name === "Bool") return `${locals.use("bytes")}[${at}] !== 0`;
  const { method, width } = codeOf(name);
  return `${locals.use("view")}.get${method}(${at}${width === 1 ? "" : ", true"})`;
}

/**
 * Returns lines that write the scalar in the variable `value`.
 *
 * @param from start of an expression of the writer's memory; an empty string if that is in local variables
 */
export function writeScalar(
  shape: ScalarShape,
  value: string,
  at: string,
  context: EmitContext,
  from: "w." | "" = "w.",
): readonly string[] {
  const name = scalarName(shape);
  if (name === "Text") return [`${context.use("writeText")}(w, ${value}, ${at});`];
  if (name === "Bool") {
    return [
      `if (typeof ${value} !== "boolean") ${context.use("wrongKind")}("a boolean", ${value});`,
      `${from}bytes[${at}] = ${value} ? 1 : 0;`,
    ];
  }
  const { method, width, check } = codeOf(name);
  const store = `${from}view.set${method}(${at}, ${value}${width === 1 ? "" : ", true"});`;
  return [...check(value, context), store];
}

/**
 * Returns the name of the writer's memory that `writeScalar` uses; `undefined` if it appends a body, which may replace
 * the memory.
 */
export function memoryName(shape: ScalarShape): "bytes" | "view" | undefined {
  const name = scalarName(shape);
  if (name === "Text") return undefined;
  return name === "Bool" ? "bytes" : "view";
}

/** Returns the name of the standard type, or of the raw primitive. */
export function scalarName({ type }: ScalarShape): string {
  return typeof type === "string" ? type : (standardName(type) ?? "");
}

/** Scalars whose arrays are read without counting a level of nesting, as the closures do it. */
export function isCountedInBulk(shape: ScalarShape): boolean {
  return ["Int32", "Date", "Float64"].includes(scalarName(shape));
}

function codeOf(name: string): ScalarCode {
  const code = Object.hasOwn(codes, name) ? codes[name] : undefined;
  if (code === undefined) throw new TypeError(`there is no code for the scalar ${name}`);
  return code;
}

function int(bits: number, signed: boolean): ScalarCode {
  return {
    method: `${signed ? "Int" : "Uint"}${bits}`,
    width: bits / 8,
    check: (value, { use }) => [
      `if (typeof ${value} !== "number" || ${truncated(value, bits, signed)} !== ${value}) ` +
        `${use("refuseInt")}(${bits}, ${signed}, ${value});`,
    ],
  };
}

function truncated(value: string, bits: number, signed: boolean): string {
  if (bits === 32) return signed ? `(${value} | 0)` : `${value} >>> 0`;
  return signed
    ? `(${value} << ${32 - bits}) >> ${32 - bits}`
    : `(${value} & 0x${(2 ** bits - 1).toString(16)})`;
}

function bigInt(signed: boolean): ScalarCode {
  const [method, kind] = signed ? ["BigInt64", "signed"] : ["BigUint64", "unsigned"];
  return {
    method,
    width: 8,
    check: (value, { use }) => [
      `if (typeof ${value} !== "bigint") ${use("wrongKind")}("a bigint", ${value});`,
      `if (BigInt.${signed ? "asIntN" : "asUintN"}(64, ${value}) !== ${value}) ` +
        `${use("outOfRange")}("a 64-bit ${kind} integer", ${value});`,
    ],
  };
}

function float(bits: number): ScalarCode {
  return {
    method: `Float${bits}`,
    width: bits / 8,
    check: (value, { use }) => [
      `if (typeof ${value} !== "number") ${use("wrongKind")}("a number", ${value});`,
    ],
  };
}

const codes: Readonly<Record<string, ScalarCode>> = {
  Int8: int(8, true),
  Int16: int(16, true),
  Int32: int(32, true),
  Int64: bigInt(true),
  Uint8: int(8, false),
  Uint16: int(16, false),
  Uint32: int(32, false),
  Uint64: bigInt(false),
  Float32: float(32),
  Float64: float(64),
  Date: int(32, true),
  Time: bigInt(false),
  Timestamp: bigInt(true),
  Duration: bigInt(true),
  Decimal: bigInt(true),
  prim8: int(8, false),
  prim16: int(16, false),
  prim32: int(32, false),
  prim64: bigInt(false),
};
