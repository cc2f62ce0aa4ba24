import { codecEnumForm } from "../codecs/base/codec-enum-form.ts";
import type { AnyCodec, EnumShape } from "../codecs/base/codec.ts";
import { memoryOf } from "../codecs/base/memory-of.ts";
import { enumLayout, isUnit } from "../codecs/base/shape.ts";
import { tailSlack } from "../codecs/base/tail-slack.ts";
import type { EnumLayout } from "../types/enum-layout.ts";
import { after, type EmitContext, indent, literal, ReadLocals } from "./context.ts";
import { readPart, writePart } from "./part.ts";

/** Above this number of variants, names are looked up in a map instead of compared one by one. */
const comparedNames = 16;

/** Emits the body of a function that reads an enum. */
export function readEnum(shape: EnumShape, context: EmitContext): readonly string[] {
  const { variants } = shape;
  const layout = enumLayout(shape);
  const form = codecEnumForm(shape);
  const locals = new ReadLocals();
  const tag = readTag(layout, locals, context);
  const refuse = `${context.use("badTag")}(r, at, tag, ${variants.length})`;
  if (form === "names") {
    if (variants.length === 0)
      return [...locals.declaration, `return ${context.use("badTag")}(r, at, ${tag}, 0);`];
    const names = context.constant(`[${variants.map(({ name }) => literal(name)).join(", ")}]`);
    return [
      ...locals.declaration,
      `const tag = ${tag};`,
      `return (${names}[tag] ?? ${refuse})${context.typed(" as never")};`,
    ];
  }
  if (form === "option") {
    const some = readPayload(variants[1]!.codec, "at + 1", layout, locals, context);
    return [
      ...locals.declaration,
      `const tag = ${tag};`,
      "if (tag === 0) return null;",
      `if (tag !== 1) ${refuse};`,
      ...some.lines,
      `return ${some.value};`,
    ];
  }
  const cases = variants.flatMap(({ name, codec }, i) => {
    if (isUnit(codec)) return [`case ${i}:`, `  return { tag: ${literal(name)} };`];
    const { lines, value } = readPayload(
      codec,
      after("at", layout.tagBytes),
      layout,
      locals,
      context,
    );
    const made = [...lines, `return { tag: ${literal(name)}, value: ${value} };`];
    if (!hasPointer(codec, layout) && !context.mayFail(codec))
      return [`case ${i}:`, ...indent(made)];
    return [
      `case ${i}:`,
      "  try {",
      ...indent(indent(made)),
      "  } catch (error) {",
      `    return ${context.use("rethrow")}(error, ${literal(name)});`,
      "  }",
    ];
  });
  return [
    ...locals.declaration,
    `const tag = ${tag};`,
    "switch (tag) {",
    ...indent([...cases, "default:", `  return ${refuse};`]),
    "}",
  ];
}

/** Emits the body of a function that writes an enum. */
export function writeEnum(shape: EnumShape, context: EmitContext): readonly string[] {
  const layout = enumLayout(shape);
  switch (codecEnumForm(shape)) {
    case "names":
      return writeNames(shape, layout, context);
    case "option":
      return writeOption(shape.variants[1]!.codec, layout, context);
    case "tagged":
      return writeTagged(shape, layout, context);
  }
}

function writeNames(
  { variants }: EnumShape,
  layout: EnumLayout,
  context: EmitContext,
): readonly string[] {
  const { tagBytes, innerBytes } = layout;
  if (variants.length === 0) {
    return [`${context.use("raise")}("type", "an enum without variants has no values");`];
  }
  if (tagBytes === 0) {
    return [
      `if (v !== ${literal(variants[0]!.name)}) ${refuseName(variants, "v", context)};`,
      ...clear("at", innerBytes),
    ];
  }
  return [
    `const tag = ${tagsOf(variants, context)}.get(v) ?? ${refuseName(variants, "v", context)};`,
    ...storeTag(layout, (bits) => (bits === 0 ? "tag" : `tag >>> ${bits}`)),
    ...clear(after("at", tagBytes), innerBytes),
  ];
}

function writeOption(some: AnyCodec, layout: EnumLayout, context: EmitContext): readonly string[] {
  return [
    "if (v === null) {",
    "  w.bytes[at] = 0;",
    ...indent(clear("at + 1", layout.innerBytes)),
    "  return;",
    "}",
    `if (v === undefined) ${context.use("wrongKind")}("a value or null", v);`,
    "w.bytes[at] = 1;",
    ...writePayload(some, "v", "at + 1", layout, context),
  ];
}

function writeTagged(
  { variants }: EnumShape,
  layout: EnumLayout,
  context: EmitContext,
): readonly string[] {
  const isMapped = variants.length > comparedNames;
  const cases = variants.flatMap(({ name, codec }, i) => [
    `case ${isMapped ? i : literal(name)}:`,
    ...indent(storeTag(layout, (bits) => `${(i >> bits) & 0xff}`)),
    "  try {",
    ...indent(indent(writePayload(codec, "value", after("at", layout.tagBytes), layout, context))),
    "  } catch (error) {",
    `    ${context.use("rethrow")}(error, ${literal(name)});`,
    "  }",
    "  break;",
  ]);
  const subject = isMapped ? `${tagsOf(variants, context)}.get(tag)` : "tag";
  return [
    `if (typeof v !== "object" || v === null) ${context.use("wrongKind")}("an object with a tag", v);`,
    `const { tag, value } = v${context.typed(" as { tag: string; value: never }")};`,
    `switch (${subject}) {`,
    ...indent([...cases, "default:", `  ${refuseName(variants, "tag", context)};`]),
    "}",
  ];
}

/** Emits statements that write a tag byte by byte; `shifted(bits)` emits the tag, shifted to the right by so many bits. */
function storeTag({ tagBytes }: EnumLayout, shifted: (bits: number) => string): readonly string[] {
  return Array.from(
    { length: tagBytes },
    (_, i) => `w.bytes[${after("at", i)}] = ${shifted(8 * i)};`,
  );
}

/** Emits a map from the names of variants to their tags, and returns its name. */
function tagsOf(variants: EnumShape["variants"], { constant, typed }: EmitContext): string {
  const pairs = variants.map(({ name }, i) => `[${literal(name)}, ${i}]`).join(", ");
  return constant(`/* @__PURE__ */ new Map${typed("<unknown, number>")}([${pairs}])`);
}

/** Returns an expression that refuses a name which no variant has. */
function refuseName(variants: EnumShape["variants"], value: string, { use }: EmitContext): string {
  const names = variants.slice(0, 8).map(({ name }) => name);
  const shown = names.join(", ") + (variants.length > 8 ? ", ..." : "");
  return `${use("wrongKind")}(${literal(`one of ${shown}`)}, ${value})`;
}

function readTag({ tagBytes }: EnumLayout, locals: ReadLocals, { typed }: EmitContext): string {
  switch (tagBytes) {
    case 0:
      return "0";
    case 1:
      return `${locals.use("bytes")}[at]${typed("!")}`;
    case 2:
      return `${locals.use("view")}.getUint16(at, true)`;
    default: {
      const low = `${locals.use("view")}.getUint16(at, true)`;
      return `${low} | (${locals.use("bytes")}[at + 2]${typed("!")} << 16)`;
    }
  }
}

function hasPointer(payload: AnyCodec, { hasPtr }: EnumLayout): boolean {
  return hasPtr && payload.headBytes > 0;
}

/** Returns the lines that come before a payload can be used, and the expression of its value. */
function readPayload(
  payload: AnyCodec,
  at: string,
  layout: EnumLayout,
  locals: ReadLocals,
  context: EmitContext,
): { readonly lines: readonly string[]; readonly value: string } {
  if (!hasPointer(payload, layout)) {
    return { lines: [], value: readPart(payload, at, locals, context) };
  }
  const needed = payload.headBytes - tailSlack(payload);
  const pointer = `${at}, ${needed}, ${memoryOf(payload)}`;
  if (!context.mayNest(payload)) {
    return {
      lines: [`const place = ${context.use("reach")}(r, ${pointer});`],
      value: readPart(payload, "place", locals, context),
    };
  }
  return {
    lines: [
      `const place = r.follow(${pointer});`,
      `r.enter(${at});`,
      `const value = ${readPart(payload, "place", locals, context)};`,
      "r.leave();",
    ],
    value: "value",
  };
}

/** Emits what comes after the tag. */
function writePayload(
  payload: AnyCodec,
  value: string,
  at: string,
  layout: EnumLayout,
  context: EmitContext,
): readonly string[] {
  const { headBytes } = payload;
  if (!hasPointer(payload, layout)) {
    return [
      ...clear(after(at, headBytes), layout.innerBytes - headBytes),
      ...writePart(payload, value, at, context),
    ];
  }
  return [
    `const place = w.reserve(${headBytes});`,
    `w.view.setUint32(${at}, place - ${at.includes(" ") ? `(${at})` : at}, true);`,
    ...writePart(payload, value, "place", context),
  ];
}

function clear(at: string, count: number): readonly string[] {
  if (count === 4) return [`w.view.setUint32(${at}, 0, true);`];
  return Array.from({ length: count }, (_, i) => `w.bytes[${after(at, i)}] = 0;`);
}
