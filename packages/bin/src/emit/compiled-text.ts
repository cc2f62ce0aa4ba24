import { codecEnumForm } from "../codecs/base/codec-enum-form.ts";
import type { AnyCodec, CompiledShape } from "../codecs/base/codec.ts";
import { memoryOf } from "../codecs/base/memory-of.ts";
import { isUnit, resolveNames } from "../codecs/base/shape.ts";
import { tailSlack } from "../codecs/base/tail-slack.ts";
import { codecExpression, type ExpressionContext, pairsText } from "./codec-expression.ts";
import type { Emitter } from "./emitter.ts";

/** Writes `compiledCodec({ ... })` for a codec, with its parts if their expressions are known, and without a mark. */
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
    ...(expressions === undefined ? [] : partsEntry(codec, expressions)),
  ];
  return `compiledCodec({ ${entries.join(", ")} })`;
}

/** Functions, as the codecs of parts may come later in the module, or be the codec itself. */
function partsEntry(codec: AnyCodec, expressions: ExpressionContext): readonly string[] {
  const { shape } = resolveNames(codec);
  if (shape.kind === "array" && shape.form === undefined) {
    return [`item: () => ${codecExpression(shape.item, expressions)}`];
  }
  if (shape.kind !== "tuple" || shape.fields.length === 0) return [];
  const names = shape.fields.map(({ name }) => name);
  const parts = shape.fields.map((field) => codecExpression(field.codec, expressions));
  return [`fields: () => ${pairsText(names, parts)}`];
}

function formOf(codec: AnyCodec): CompiledShape["form"] {
  if (isUnit(codec)) return "unit";
  const { shape } = resolveNames(codec);
  return shape.kind === "enum" && codecEnumForm(shape) === "option" ? "option" : "other";
}
