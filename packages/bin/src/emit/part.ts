import type { AnyCodec } from "../codecs/base/codec.ts";
import { resolveNames } from "../codecs/base/shape.ts";
import { type EmitContext, ReadLocals } from "./context.ts";
import { readScalar, writeScalar } from "./scalar.ts";

/** Returns an expression that reads the value whose head is at `at`. */
export function readPart(
  codec: AnyCodec,
  at: string,
  locals: ReadLocals,
  context: EmitContext,
): string {
  const resolved = resolveNames(codec);
  const { shape } = resolved;
  const cast = context.cast(codec);
  if (isOpaque(resolved)) {
    const type = cast || context.typed(` as ${context.typeOf(resolved)}`);
    return `${context.opsOf(resolved)}.read(r, ${at})${type}`;
  }
  if (shape.kind === "scalar") {
    const read = readScalar(shape, at, locals, context);
    return cast !== "" && read.includes(" !== ") ? `(${read})${cast}` : read + cast;
  }
  if (shape.kind === "tuple" && shape.fields.length === 0) return "undefined";
  if (shape.kind === "array" && shape.form === "bytes") {
    return `${context.use("readBytes")}(r, ${at})${cast}`;
  }
  return `${context.reader(resolved)}(r, ${at})`;
}

/** Returns lines that write the value of the variable `value`, with its head at `at`. */
export function writePart(
  codec: AnyCodec,
  value: string,
  at: string,
  context: EmitContext,
): readonly string[] {
  const resolved = resolveNames(codec);
  const { shape } = resolved;
  if (isOpaque(resolved)) return [`${context.opsOf(resolved)}.write(w, ${value}, ${at});`];
  if (shape.kind === "scalar") return writeScalar(shape, value, at, context);
  if (shape.kind === "tuple" && shape.fields.length === 0) {
    return [`if (${value} !== undefined) ${context.use("wrongKind")}("undefined", ${value});`];
  }
  if (shape.kind === "array" && shape.form === "bytes") {
    return [`${context.use("writeBytes")}(w, ${value}, ${at});`];
  }
  return [`${context.writer(resolved)}(w, ${value}, ${at});`];
}

/** Tells whether a codec does more than its shape says, so that only its own functions can read and write it. */
export function isOpaque({ shape }: AnyCodec): boolean {
  switch (shape.kind) {
    case "scalar":
      return shape.form !== undefined;
    case "array":
      return shape.form === "typed";
    case "mapped":
    case "compiled":
      return true;
    case "tuple":
    case "enum":
    case "definition":
      return false;
  }
}
