import type { AnyCodec } from "@lutra/bin";
import { renderType } from "@lutra/bin/render";
import { literal, objectKey, valueForm } from "@lutra/bin/emit";
import { codeText, comment } from "../layout/comment.ts";
import type { DeclaredType, InlineOrigin } from "./declared-type.ts";
import { unitOf } from "./scalar-docs.ts";
import { bodyText, type NameOf, typeText } from "./type-text.ts";

/** Writes the declaration of a type with its documentation. */
export function declarationLines(
  type: DeclaredType,
  names: ReadonlyMap<DeclaredType, string>,
  nameOf: NameOf,
  isBranded: (codec: AnyCodec) => boolean,
): readonly string[] {
  const name = names.get(type)!;
  const { codec } = type;
  const form = valueForm(codec);
  const docs = comment([originText(type, names)]);
  const isAlias =
    codec.shape.kind === "definition" && codec.shape.target().shape.kind === "definition";
  if (form.kind !== "object" || isAlias) {
    const body = bodyText(codec, nameOf, type.labels);
    const text =
      isBranded(codec) && type.origin.kind === "definition"
        ? `Brand<${body}, ${literal(type.origin.path.join("::"))}>`
        : body;
    return [...docs, `export type ${name} = ${text};`];
  }
  const fields = form.fields.flatMap(({ name: field, codec: part }) => {
    const unit = unitOf(part);
    return [
      ...(unit === undefined ? [] : comment([unit], "  ")),
      `  ${objectKey(field)}: ${typeText(part, nameOf)};`,
    ];
  });
  return [...docs, `export interface ${name} {`, ...fields, "}"];
}

function originText(
  { origin, codec }: DeclaredType,
  names: ReadonlyMap<DeclaredType, string>,
): string {
  if (origin.kind === "definition") {
    const { name, ty } = origin.def;
    const shown = { ...ty, kind: { tag: "ident", value: name } } as const;
    const definition = codeText(`type ${renderType(shown)}: ${renderType(ty)}`);
    const unit = unitOf(codec);
    return unit === undefined ? definition : `${definition} ${unit}`;
  }
  return inlineText(origin, names);
}

function inlineText(
  { within, steps }: InlineOrigin,
  names: ReadonlyMap<DeclaredType, string>,
): string {
  const whole =
    "codec" in within
      ? `{@link ${names.get(within)!}}`
      : `the ${within.side} of ${codeText(within.program)}`;
  if (steps.length === 0) {
    const { side, program } = within as Exclude<typeof within, DeclaredType>;
    return `${side === "input" ? "Input" : "Output"} of ${codeText(program)}.`;
  }
  const isItem = steps.at(-1) === "Item";
  const way = steps.filter((step) => step !== "Item").join(".");
  if (isItem && way === "")
    return `${"codec" in within ? "Item" : itemWord(within.side)} of ${whole}.`;
  return `${isItem ? "Item of" : "Part"} ${codeText(way)} of ${whole}.`;
}

function itemWord(side: "input" | "output"): string {
  return side === "output" ? "A row" : "Item";
}
