import { codecEnumForm } from "../codecs/base/codec-enum-form.ts";
import type { AnyCodec, CompiledShape } from "../codecs/base/codec.ts";
import { memoryOf } from "../codecs/base/memory-of.ts";
import { isUnit, resolveNames } from "../codecs/base/shape.ts";
import { tailSlack } from "../codecs/base/tail-slack.ts";
import { codecExpression, type ExpressionContext, pairsText } from "./codec-expression.ts";
import type { Emitter } from "./emitter.ts";

/** Writes `compiledCodec({ ... })` for a codec, with its structure if the expressions of its parts are known, and without a mark. */
export function compiledText(
  codec: AnyCodec,
  emitter: Emitter,
  expressions?: ExpressionContext,
): string {
  const slack = tailSlack(codec);
  const form = formOf(codec);
  const entries = [
    `headBytes: ${codec.headBytes}`,
    `memory: ${memoryOf(codec)}`,
    ...(slack === 0 ? [] : [`slack: ${slack}`]),
    ...(form === "other" ? [] : [`form: "${form}"`]),
    `read: ${emitter.reader(codec)}`,
    `write: ${emitter.writer(codec)}`,
    ...(expressions === undefined ? [] : structureEntries(codec, expressions)),
  ];
  return `compiledCodec({ ${entries.join(", ")} })`;
}

/** Functions, as the codecs of parts may come later in the module, or be the codec itself. */
function structureEntries(codec: AnyCodec, expressions: ExpressionContext): readonly string[] {
  if (isUnit(codec)) return [];
  const resolved = resolveNames(codec);
  const { shape } = resolved;
  const part = (each: AnyCodec): string => codecExpression(each, expressions);
  if (shape.kind === "tuple") {
    const parts = shape.fields.map((field) => part(field.codec));
    const names = shape.fields.map(({ name }) => name);
    return [`fields: () => ${pairsText(names, parts)}`];
  }
  if (shape.kind === "enum") {
    const parts = shape.variants.map((variant) => part(variant.codec));
    const names = shape.variants.map(({ name }) => name);
    return [
      `variants: () => ${pairsText(names, parts)}`,
      ...(shape.forced() ? ["forced: true"] : []),
    ];
  }
  return shape.kind === "array" && shape.form === undefined
    ? [`item: () => ${part(shape.item)}`]
    : [`same: () => ${part(resolved)}`];
}

function formOf(codec: AnyCodec): CompiledShape["form"] {
  if (isUnit(codec)) return "unit";
  const { shape } = resolveNames(codec);
  return shape.kind === "enum" && codecEnumForm(shape) === "option" ? "option" : "other";
}
