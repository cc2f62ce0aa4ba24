import type { AnyCodec } from "@lutra/bin";
import { codecExpression, type ExpressionContext, literal, valueForm } from "@lutra/bin/emit";
import type { DeclaredType } from "../types/declared-type.ts";
import type { CodecNeeds, CodecTexts } from "./codec-texts.ts";
import type { Imports } from "./imports.ts";
import { expressionOf } from "./straight-line.ts";

/** Mark that lets bundlers drop a call whose result is not used. */
const pure = "/* @__PURE__ */ ";

/**
 * Writes codecs as expressions of combinators, which take less text than straight-line code.
 *
 * A type that has a name in the sources becomes a function that is called on first use: it may mention types that come
 * later, and itself. Others are part of no cycle, and come after those that they consist of.
 */
export function combinatorTexts(
  { declared, constantOf, isBranded, typeOf }: CodecNeeds,
  imports: Imports,
): CodecTexts {
  const context = (known: ExpressionContext["known"], callMark: string): ExpressionContext => ({
    known,
    callMark,
    combinator: (name) => use(imports, "@lutra/bin", name),
    support: (name) => use(imports, "@lutra/bin/generated", name),
    opaque: (codec) => expressionOf(codec, imports)!,
  });
  const whole = (codec: AnyCodec): string => codecExpression(codec, context(constantOf, pure));
  // A type's own codec may be known by the constant that is being written.
  const own = (codec: AnyCodec, callMark: string): string =>
    codecExpression(
      codec,
      context((each) => (each === codec ? undefined : constantOf(each)), callMark),
    );
  return {
    order: inOrder(declared),
    constant: ({ codec, origin }) => {
      if (origin.kind !== "definition") return own(codec, pure);
      const { target } = origin;
      const isAlias = target.shape.kind === "definition";
      const body = isAlias ? whole(target) : own(target, "");
      if (isBranded(codec)) imports.use("@lutra/bin", "type AnyCodec");
      const cast = isBranded(codec) ? ` as AnyCodec as Codec<${typeOf(codec)}>` : "";
      const path = `[${origin.path.map(literal).join(", ")}]`;
      return `${pure}${use(imports, "@lutra/bin", "recursive")}(() => ${body}${cast}, ${path})`;
    },
    encoder: whole,
    decoder: whole,
    functions: "",
  };
}

function use(imports: Imports, from: string, name: string): string {
  imports.use(from, name);
  return name;
}

/** Sorts types: those with names of their own, then the others, each after those that it consists of. */
function inOrder(declared: readonly DeclaredType[]): readonly DeclaredType[] {
  const inline = new Map(
    declared.flatMap((type) =>
      type.origin.kind === "inline" ? [[type.codec.shape, type] as const] : [],
    ),
  );
  const ordered = new Set(declared.filter(({ origin }) => origin.kind === "definition"));
  const visited = new Set<unknown>();
  const add = (codec: AnyCodec): void => {
    if (codec.shape.kind === "definition" || visited.has(codec.shape)) return;
    visited.add(codec.shape);
    for (const part of partsOf(codec)) add(part);
    const type = inline.get(codec.shape);
    if (type !== undefined) ordered.add(type);
  };
  for (const { codec } of inline.values()) add(codec);
  return [...ordered];
}

function partsOf(codec: AnyCodec): readonly AnyCodec[] {
  const form = valueForm(codec);
  switch (form.kind) {
    case "array":
      return [form.item];
    case "option":
      return [form.payload];
    case "object":
    case "list":
      return form.fields.map((field) => field.codec);
    case "tagged":
      return form.variants.flatMap(({ payload }) => payload ?? []);
    case "scalar":
    case "bytes":
    case "unit":
    case "names":
    case "opaque":
      return [];
  }
}
