import type { Ty, TyDef } from "../../types/ty.ts";
import { type EnumView, isScalar, type TupleView, TypeViews } from "../../types/type-view.ts";
import { escapeControls } from "../escape-controls.ts";
import { enumOfVariant, tupleOf } from "../value-shape.ts";
import { expectation, listOf } from "./expectation.ts";
import type { ParseOptions } from "./parse-options.ts";
import { scalarFromText } from "./scalar-from-text.ts";
import { skipBlank, skipConstPrefix, takeName, takeQuotedText, takeScalar } from "./source-text.ts";
import { TextCursor } from "./text-cursor.ts";

/**
 * Reads a value from a Lutra literal: what `renderSource` writes, and what people write.
 *
 * Accepted besides the rendered form: a prefix `const name =`, comments from `#` to the line's end,
 * fields with or without their names, named fields in any order, a dot before a variant, blanks
 * anywhere, underscores in numbers, `0x`, `0o` and `0b`, whole numbers for floats and decimals.
 *
 * @throws ParseError for text that is not a value of the type
 * @throws TypeError for a type with functions or undefined names
 * @see docs/spec/binary-format.md, "Rendering as a literal"
 * @example
 * parseSource('{id = 5, title = "Gladiator"}', ty, defs); // { id: 5, title: "Gladiator" }
 */
export function parseSource(
  text: string,
  ty: Ty,
  defs: readonly TyDef[] = [],
  options: ParseOptions = {},
): unknown {
  return new SourceParser(new TypeViews(defs), options).parse(text, ty);
}

/** Parses values whose types share definitions. */
export class SourceParser {
  readonly #types: TypeViews;
  readonly #options: ParseOptions;
  readonly #oddNames = new Map<EnumView, OddNames>();
  readonly #fields = new Map<TupleView, ReadonlyMap<string, number>>();

  constructor(types: TypeViews, options: ParseOptions) {
    this.#types = types;
    this.#options = options;
  }

  /** Returns the value that the whole of `text` holds. */
  parse(text: string, ty: Ty): unknown {
    const cursor = new TextCursor(text, this.#options);
    skipConstPrefix(cursor);
    const value = this.#value(cursor, ty);
    skipBlank(cursor);
    if (cursor.at < text.length) cursor.expected("the end of the text");
    return value;
  }

  #value(cursor: TextCursor, ty: Ty): unknown {
    skipBlank(cursor);
    const view = this.#types.of(ty);
    if (isScalar(view)) {
      const start = cursor.at;
      const text = view.kind === "text" ? takeQuotedText(cursor) : takeScalar(cursor);
      const value = text === undefined ? undefined : scalarFromText(view, text);
      return value ?? cursor.expected(expectation(view, "@"), start);
    }
    switch (view.kind) {
      case "bytes":
        return Uint8Array.from(this.#items(cursor, view.item) as number[]);
      case "array":
        return this.#items(cursor, view.item);
      case "tuple":
        return this.#tuple(cursor, view);
      case "enum":
        return this.#enum(cursor, view);
    }
  }

  #items(cursor: TextCursor, item: Ty): unknown[] {
    if (!cursor.take("[")) cursor.expected("[ and the items of an array");
    const items: unknown[] = [];
    while (!takeEnd(cursor, "]")) {
      cursor.enter(items.length);
      items.push(this.#value(cursor, item));
      cursor.leave();
      skipBlank(cursor);
      if (!cursor.take(",") && cursor.text[cursor.at] !== "]")
        cursor.expected(", or ] after an item");
    }
    return items;
  }

  #tuple(cursor: TextCursor, view: TupleView): unknown {
    const start = cursor.at;
    if (!cursor.take("{")) cursor.expected(`{ and ${expectation(view)}`);
    const items: unknown[] = Array.from({ length: view.fields.length });
    const given = new Set<number>();
    while (!takeEnd(cursor, "}")) {
      const fieldStart = cursor.at;
      const index = this.#fieldIndex(cursor, view, given.size);
      const field = view.fields[index];
      if (field === undefined) cursor.fail(`too many fields: expected ${expectation(view)}`);
      if (given.has(index)) cursor.fail(`field ${nameOf(view, index)} is given twice`, fieldStart);
      cursor.enter(field.name ?? index);
      items[index] = this.#value(cursor, field.ty);
      cursor.leave();
      given.add(index);
      skipBlank(cursor);
      if (!cursor.take(",") && cursor.text[cursor.at] !== "}")
        cursor.expected(", or } after a field");
    }
    const missing = view.fields.map((_, i) => i).filter((i) => !given.has(i));
    if (missing.length > 0) {
      const names = listOf(missing.map((i) => nameOf(view, i)));
      cursor.fail(`the tuple that starts here lacks ${names}`, start);
    }
    return tupleOf(view, items);
  }

  #enum(cursor: TextCursor, view: EnumView): unknown {
    const start = cursor.at;
    const index = this.#variantIndex(cursor, view);
    if (index === undefined) cursor.expected(`a variant: ${expectation(view)}`, start);
    const variant = view.variants[index]!;
    if (variant.bare) return enumOfVariant(view, index, undefined);
    skipBlank(cursor);
    if (!cursor.take("(")) cursor.expected(`( and the value of ${variant.name}`);
    // Paths are those of values, where an option is not a level of its own.
    if (view.shape === "tagged") cursor.enter(variant.name);
    const payload = this.#value(cursor, variant.ty);
    skipBlank(cursor);
    if (!cursor.take(")")) cursor.expected(`) after the value of ${variant.name}`);
    if (view.shape === "tagged") cursor.leave();
    return enumOfVariant(view, index, payload);
  }

  #variantIndex(cursor: TextCursor, view: EnumView): number | undefined {
    const odd = this.#takeOddName(cursor, view);
    if (odd !== undefined) return odd;
    cursor.take(".");
    const name = takeName(cursor);
    return name === undefined ? undefined : view.indexOf.get(name);
  }

  /** Takes the longest name that is here, as one may begin with another. */
  #takeOddName(cursor: TextCursor, view: EnumView): number | undefined {
    let names = this.#oddNames.get(view);
    if (names === undefined) {
      names = oddNamesOf(view);
      this.#oddNames.set(view, names);
    }
    for (const length of names.lengths) {
      const index = names.indexOf.get(cursor.text.slice(cursor.at, cursor.at + length));
      if (index === undefined) continue;
      cursor.at += length;
      return index;
    }
    return undefined;
  }

  /** Returns the index of the field that comes here; passes its name, if it is written. */
  #fieldIndex(cursor: TextCursor, view: TupleView, position: number): number {
    const start = cursor.at;
    // Names that are no Lutra names are rendered as they are: expect them where they belong.
    const own = view.fields[position]?.name ?? undefined;
    if (own !== undefined && cursor.take(escapeControls(own)) && takeEquals(cursor))
      return position;
    cursor.at = start;
    const name = takeName(cursor);
    if (name === undefined || !takeEquals(cursor)) {
      cursor.at = start;
      return position;
    }
    let indexOf = this.#fields.get(view);
    if (indexOf === undefined) {
      // The first of equal names.
      indexOf = new Map(view.fields.map((field, i) => [field.name ?? "", i] as const).reverse());
      this.#fields.set(view, indexOf);
    }
    const index = indexOf.get(name);
    if (index === undefined)
      cursor.fail(`there is no field ${name}: expected ${expectation(view)}`, start);
    return index;
  }
}

/** Names of variants that are no Lutra names, by their text in a literal: they are rendered without back-ticks. */
interface OddNames {
  readonly indexOf: ReadonlyMap<string, number>;
  /** Lengths of the names, the longest first. */
  readonly lengths: readonly number[];
}

function oddNamesOf({ variants, indexOf }: EnumView): OddNames {
  const names = variants
    .map((variant) => variant.name)
    .filter((name) => !/^[A-Za-z_$][A-Za-z0-9_]*$/.test(name))
    .map((name) => [escapeControls(name), indexOf.get(name)!] as const);
  const lengths = new Set(names.map(([text]) => text.length));
  return { indexOf: new Map(names), lengths: [...lengths].sort((a, b) => b - a) };
}

function takeEnd(cursor: TextCursor, bracket: string): boolean {
  skipBlank(cursor);
  return cursor.take(bracket);
}

function takeEquals(cursor: TextCursor): boolean {
  skipBlank(cursor);
  return cursor.take("=");
}

function nameOf(view: TupleView, index: number): string {
  return view.fields[index]?.name ?? String(index);
}
