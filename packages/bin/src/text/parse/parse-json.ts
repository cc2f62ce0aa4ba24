import type { Ty, TyDef } from "../../types/ty.ts";
import {
  type EnumView,
  isScalar,
  type ScalarView,
  type TupleView,
  TypeViews,
} from "../../types/type-view.ts";
import { fromBase64 } from "../base64.ts";
import { enumOfVariant, tupleOf } from "../value-shape.ts";
import { expectation } from "./expectation.ts";
import { type JsonMember, type JsonNode, readJson } from "./json-node.ts";
import type { ParseOptions } from "./parse-options.ts";
import { scalarFromText } from "./scalar-from-text.ts";
import { TextCursor } from "./text-cursor.ts";

type JsonObject = Extract<JsonNode, { kind: "object" }>;

/**
 * Reads a value from JSON: what `renderJson` writes, and what other programs write.
 *
 * Digits are never lost: numbers of any size are read exactly, as numbers or as strings. Accepted besides the
 * rendered form: bytes as an array of numbers, a field of an option that is not there for `null`, a variant
 * without value as a plain string, members in any order. Refused: unknown and repeated members.
 *
 * @throws ParseError for text that is not JSON, or not of the type
 * @throws TypeError for a type with functions or undefined names
 * @example
 * parseJson('{"id": 9007199254740993}', ty, defs); // { id: 9007199254740993n }
 */
export function parseJson(
  text: string,
  ty: Ty,
  defs: readonly TyDef[] = [],
  options: ParseOptions = {},
): unknown {
  const cursor = new TextCursor(text, options);
  return new JsonReader(new TypeViews(defs), cursor).value(readJson(cursor), ty);
}

/** Gives pieces of JSON their types. */
class JsonReader {
  readonly #types: TypeViews;
  readonly #cursor: TextCursor;

  constructor(types: TypeViews, cursor: TextCursor) {
    this.#types = types;
    this.#cursor = cursor;
  }

  value(node: JsonNode, ty: Ty): unknown {
    const view = this.#types.of(ty);
    if (isScalar(view)) return this.#scalar(node, view);
    switch (view.kind) {
      case "bytes":
        return this.#bytes(node, view.item);
      case "array":
        if (node.kind !== "array") this.#cursor.expected("an array", node.at);
        return node.items.map((item, i) => this.#inside(item, view.item, i));
      case "tuple":
        return this.#tuple(node, view);
      case "enum":
        return this.#enum(node, view);
    }
  }

  #inside(node: JsonNode, ty: Ty, step: string | number): unknown {
    this.#cursor.enter(step);
    const value = this.value(node, ty);
    this.#cursor.leave();
    return value;
  }

  #scalar(node: JsonNode, view: ScalarView): unknown {
    const text = scalarForm(node, view);
    const value = text === undefined ? undefined : scalarFromText(view, text);
    return value ?? this.#cursor.expected(expectation(view), node.at);
  }

  #bytes(node: JsonNode, item: Ty): Uint8Array {
    if (node.kind === "array")
      return Uint8Array.from(node.items.map((one, i) => Number(this.#inside(one, item, i))));
    const bytes = node.kind === "string" ? fromBase64(node.text) : undefined;
    return bytes ?? this.#cursor.expected("bytes in base64, or an array of numbers", node.at);
  }

  #tuple(node: JsonNode, view: TupleView): unknown {
    const { fields } = view;
    if (view.shape === "object") return this.#object(node, view);
    // Unit carries nothing, so every empty thing may stand for it.
    if (view.shape === "unit" && (node.kind === "null" || isEmptyObject(node))) return undefined;
    if (node.kind !== "array" || node.items.length !== fields.length)
      this.#cursor.expected(
        view.shape === "unit" ? "{}" : `an array of ${fields.length}: ${expectation(view)}`,
        node.at,
      );
    const items = fields.map((field, i) =>
      this.#inside(node.items[i] as JsonNode, field.ty, field.name ?? i),
    );
    return tupleOf(view, items);
  }

  #object(node: JsonNode, view: TupleView): unknown {
    if (node.kind !== "object") this.#cursor.expected(`an object, ${expectation(view)}`, node.at);
    const members = this.#membersByName(node);
    const items = view.fields.map((field) => {
      const name = field.name ?? "";
      const member = members.get(name);
      if (member === undefined) return this.#absent(node, field.ty, name);
      members.delete(name);
      return this.#inside(member.value, field.ty, name);
    });
    this.#refuseRest(members, expectation(view));
    return tupleOf(view, items);
  }

  #absent(node: JsonObject, ty: Ty, name: string): null {
    const view = this.#types.of(ty);
    if (view.kind === "enum" && view.shape === "option") return null;
    this.#cursor.fail(
      `the object that starts here lacks the member ${JSON.stringify(name)}`,
      node.at,
    );
  }

  #enum(node: JsonNode, view: EnumView): unknown {
    if (view.shape === "option") {
      const some = view.variants[1];
      return node.kind === "null" || some === undefined ? null : this.value(node, some.ty);
    }
    if (node.kind === "string") return this.#variant(node, node, undefined, view);
    if (node.kind !== "object" || view.shape === "names")
      this.#cursor.expected(
        `${view.shape === "names" ? "" : "an object with the tag "}${expectation(view)}`,
        node.at,
      );
    const members = this.#membersByName(node);
    const tag = members.get("tag");
    if (tag === undefined)
      this.#cursor.fail('the object that starts here lacks the member "tag"', node.at);
    const value = members.get("value")?.value;
    members.delete("tag");
    members.delete("value");
    this.#refuseRest(members, "tag and value");
    return this.#variant(node, tag.value, value, view);
  }

  #variant(node: JsonNode, tag: JsonNode, value: JsonNode | undefined, view: EnumView): unknown {
    const index = tag.kind === "string" ? view.indexOf.get(tag.text) : undefined;
    if (index === undefined) this.#cursor.expected(expectation(view), tag.at);
    const variant = view.variants[index]!;
    if (value === undefined && !variant.unit)
      this.#cursor.fail(`the variant ${variant.name} lacks the member "value"`, node.at);
    const payload = value === undefined ? undefined : this.#inside(value, variant.ty, variant.name);
    return enumOfVariant(view, index, payload);
  }

  #membersByName(node: JsonObject): Map<string, JsonMember> {
    const members = new Map<string, JsonMember>();
    for (const member of node.members) {
      if (members.has(member.name))
        this.#cursor.fail(`the member ${JSON.stringify(member.name)} is given twice`, member.at);
      members.set(member.name, member);
    }
    return members;
  }

  #refuseRest(members: ReadonlyMap<string, JsonMember>, expected: string): void {
    for (const { name, at } of members.values())
      this.#cursor.fail(`there is no member ${JSON.stringify(name)}: expected ${expected}`, at);
  }
}

function isEmptyObject(node: JsonNode): boolean {
  return node.kind === "object" && node.members.length === 0;
}

/** Returns the text of a piece of JSON that may be a scalar of this type. */
function scalarForm(node: JsonNode, view: ScalarView): string | undefined {
  switch (node.kind) {
    case "true":
    case "false":
      return view.kind === "bool" ? node.kind : undefined;
    case "number":
      return view.kind === "bool" || view.kind === "text" ? undefined : node.text;
    case "string":
      return view.kind === "bool" ? undefined : node.text;
    case "null":
    case "array":
    case "object":
      return undefined;
  }
}
