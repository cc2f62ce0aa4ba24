import type { AnyCodec } from "@lutra/bin";
import { literal, objectKey, type ValueForm, valueForm } from "@lutra/bin/emit";
import { valueCodecOf } from "./value-options.ts";

/** Returns the name of a codec's type, if the module declares it. */
export type NameOf = (codec: AnyCodec) => string | undefined;

/** Writes the TypeScript type of a codec's values: its name if it has one. */
export function typeText(codec: AnyCodec, nameOf: NameOf): string {
  return nameOf(codec) ?? formText(valueForm(codec), codec, nameOf, undefined);
}

/**
 * Writes the type of a codec's values without the name that it has itself.
 *
 * @param labels labels of a tuple's fields
 */
export function bodyText(
  codec: AnyCodec,
  nameOf: NameOf,
  labels?: readonly (string | undefined)[],
): string {
  const { shape } = codec;
  if (shape.kind === "definition") {
    const target = shape.target();
    const isAlias = target.shape.kind === "definition";
    if (isAlias) return typeText(target, nameOf);
  }
  return formText(valueForm(codec), codec, nameOf, labels);
}

function formText(
  form: ValueForm,
  codec: AnyCodec,
  nameOf: NameOf,
  labels: readonly (string | undefined)[] | undefined,
): string {
  const of = (part: AnyCodec): string => typeText(part, nameOf);
  switch (form.kind) {
    case "scalar":
      return scalarText(form.name, form.isNumber);
    case "bytes":
      return "Uint8Array";
    case "array": {
      if (form.isTyped) return typedArrayText(form.item);
      const isUnion = nameOf(form.item) === undefined && valueForm(form.item).kind === "option";
      return isUnion ? `(${of(form.item)})[]` : `${of(form.item)}[]`;
    }
    case "unit":
      return "undefined";
    case "object":
      return `{ ${form.fields.map(({ name, codec: part }) => `${objectKey(name)}: ${of(part)}`).join("; ")} }`;
    case "list":
      return `[${form.fields.map(({ codec: part }, i) => labelText(labels, i) + of(part)).join(", ")}]`;
    case "names":
      return form.names.length === 0 ? "never" : form.names.map(literal).join(" | ");
    case "option":
      return `${of(form.payload)} | null`;
    case "tagged":
      return form.variants
        .map(({ name, payload }) => {
          const value = payload === undefined ? "" : `; value: ${of(payload)}`;
          return `{ tag: ${literal(name)}${value} }`;
        })
        .join(" | ");
    case "opaque":
      return opaqueText(codec);
  }
}

/** Labels are there for all fields or for none. */
function labelText(labels: readonly (string | undefined)[] | undefined, i: number): string {
  return labels === undefined || labels.includes(undefined) ? "" : `${labels[i]!}: `;
}

function scalarText(name: string, isNumber: boolean): string {
  if (isNumber) return "number";
  switch (name) {
    case "Bool":
      return "boolean";
    case "Text":
      return "string";
    case "Int64":
    case "Uint64":
    case "Time":
    case "Timestamp":
    case "Duration":
    case "Decimal":
    case "prim64":
      return "bigint";
    default:
      return "number";
  }
}

function typedArrayText(item: AnyCodec): string {
  const form = valueForm(item);
  const name = form.kind === "scalar" ? form.name : "";
  const arrays: Readonly<Record<string, string>> = {
    Date: "Int32",
    Int64: "BigInt64",
    Uint64: "BigUint64",
  };
  return `${arrays[name] ?? name}Array`;
}

function opaqueText(codec: AnyCodec): string {
  let end = codec;
  while (end.shape.kind === "definition") end = end.shape.target();
  const known = valueCodecOf(end)?.text;
  if (known !== undefined) return known;
  throw new TypeError(`the values of a codec of the kind ${end.shape.kind} have no type`);
}
