import { memoryOf, slotBytes } from "../codecs/base/memory-of.ts";
import type { AnyCodec, ArrayShape } from "../codecs/base/codec.ts";
import { resolveNames } from "../codecs/base/shape.ts";
import { tailSlack } from "../codecs/base/tail-slack.ts";
import { type EmitContext, indent, ReadLocals } from "./context.ts";
import { isOpaque, readPart, writePart } from "./part.ts";
import { isCountedInBulk, memoryName, scalarName, writeScalar } from "./scalar.ts";

/** Emits the body of a function that reads an array as a JavaScript array. */
export function readArray({ item }: ArrayShape, context: EmitContext): readonly string[] {
  const stride = item.headBytes;
  const memory = slotBytes + memoryOf(item);
  const locals = new ReadLocals();
  const view = locals.use("view");
  const read = readPart(item, "place", locals, context);
  const loop = [`for (let place = start; i < count; i++, place += ${stride}) items[i] = ${read};`];
  const nests = !isBulk(item);
  const deep = context.mayNest(item);
  const typed = context.typed(`<${context.typeOf(item)}>`);
  const head = [
    ...locals.declaration,
    `const count = ${view}.getUint32(at + 4, true);`,
    `const start = at + ${view}.getUint32(at, true);`,
    "if (count === 0) {",
    "  r.claim(start, 0, 0);",
    "  return [];",
    "}",
    stride === 0
      ? `r.claimZeroSized(start, count, ${memory});`
      : `r.claim(start, ${less(`count * ${stride}`, tailSlack(item))}, count * ${memory});`,
  ];
  if (isFloat64(item)) {
    return [...head, `return ${context.use("readFloats")}${typed}(${view}, start, count);`];
  }
  return [
    ...head,
    ...(nests ? [deep ? "r.enter(at);" : "if (r.depth < 1) r.enter(at);"] : []),
    `const items = ${context.use(holdsFloats(item) ? "createFloats" : "createItems")}${typed}(count);`,
    "let i = 0;",
    ...(context.mayFail(item) ? withStep(loop, "i", context) : loop),
    ...(deep ? ["r.leave();"] : []),
    "return items;",
  ];
}

/** Emits the body of a function that writes a JavaScript array. */
export function writeArray({ item }: ArrayShape, context: EmitContext): readonly string[] {
  const stride = item.headBytes;
  const resolved = resolveNames(item);
  const scalar =
    isOpaque(resolved) || resolved.shape.kind !== "scalar" ? undefined : resolved.shape;
  const memory = scalar && memoryName(scalar);
  // Numbers append nothing, so the memory is asked for once: a fifth less time (`-- codec --only "Df encode"`).
  const [declaration, write] =
    scalar === undefined || memory === undefined
      ? [[], writePart(item, "item", "place", context)]
      : [[`const { ${memory} } = w;`], writeScalar(scalar, "item", "place", context, "")];
  const loop = [
    `for (let place = start; i < count; i++, place += ${stride}) {`,
    `  const item = v[i]${context.typed("!")};`,
    ...indent(write),
    "}",
  ];
  return [
    `if (!Array.isArray(v)) ${context.use("wrongKind")}("an array", v);`,
    "const count = v.length;",
    "w.arrayHead(at, count);",
    `const start = w.reserve(count * ${stride});`,
    ...declaration,
    "let i = 0;",
    ...withStep(loop, "i", context),
  ];
}

/** Puts lines into a `try` that adds a step to the path of an error. */
function withStep(lines: readonly string[], step: string, context: EmitContext): readonly string[] {
  return [
    "try {",
    ...indent(lines),
    "} catch (error) {",
    `  ${context.use("rethrow")}(error, ${step});`,
    "}",
  ];
}

function isBulk(item: AnyCodec): boolean {
  const { shape } = resolveNames(item);
  return shape.kind === "scalar" && shape.form === undefined && isCountedInBulk(shape);
}

function isFloat64(item: AnyCodec): boolean {
  const { shape } = resolveNames(item);
  return isBulk(item) && shape.kind === "scalar" && scalarName(shape) === "Float64";
}

function holdsFloats(item: AnyCodec): boolean {
  const { shape } = resolveNames(item);
  return shape.kind === "scalar" && ["Float32", "Float64"].includes(scalarName(shape));
}

function less(expression: string, amount: number): string {
  return amount === 0 ? expression : `${expression} - ${amount}`;
}
