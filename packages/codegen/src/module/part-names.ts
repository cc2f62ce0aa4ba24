import type { AnyCodec, Shape } from "@lutra/bin";
import { valueForm } from "@lutra/bin/emit";
import { asciiName, pascalCase } from "../names/identifiers.ts";
import { usedValues } from "../names/reserved.ts";
import type { NameOf } from "../types/type-text.ts";

/** Names of the functions that read and write types, after `read` and `write`. */
export class PartNames {
  readonly #names = new Map<Shape, string>();
  /** Names of types that have none of their own, by what they are made of: equal ones share functions. */
  readonly #byParts = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #typeName: NameOf;
  readonly #isTaken: (name: string) => boolean;

  readonly #isBranded: (codec: AnyCodec) => boolean;

  /**
   * @param isTaken tells if something else of the module has a name
   * @param isBranded tells if a type has functions of its own because of its name
   */
  constructor(
    typeName: NameOf,
    isTaken: (name: string) => boolean,
    isBranded: (codec: AnyCodec) => boolean,
  ) {
    this.#typeName = typeName;
    this.#isBranded = isBranded;
    this.#isTaken = isTaken;
  }

  /**
   * Returns the name of a codec's functions.
   *
   * @param suggested name for a type that has none, if it is new
   */
  of(codec: AnyCodec, suggested?: string): string {
    const resolved = this.#endOf(codec);
    const known = this.#names.get(resolved.shape);
    if (known !== undefined) return known;
    const typeName = this.#ownName(codec, resolved);
    const parts = typeName === undefined ? this.#partsText(resolved) : undefined;
    const shared = parts === undefined ? undefined : this.#byParts.get(parts);
    const name = shared ?? this.#take(typeName ?? this.#wanted(resolved, suggested));
    if (parts !== undefined) this.#byParts.set(parts, name);
    this.#names.set(resolved.shape, name);
    return name;
  }

  #take(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#isUsed(name); number++) name = `${wanted}${number}`;
    this.#taken.add(name);
    return name;
  }

  #isUsed(name: string): boolean {
    const isUsed = (each: string): boolean => this.#isTaken(each) || usedValues.includes(each);
    return this.#taken.has(name) || ["read", "write"].some((verb) => isUsed(verb + name));
  }

  /** Returns the name that a type's functions want after its own, if it has one. */
  #ownName(codec: AnyCodec, resolved: AnyCodec): string | undefined {
    const form = valueForm(resolved);
    const isBranded = this.#isBranded(resolved);
    const isShared =
      !isBranded && (form.kind === "scalar" || form.kind === "bytes" || form.kind === "unit");
    const name = isShared ? undefined : (this.#typeName(resolved) ?? this.#typeName(codec));
    return name === undefined ? undefined : asciiName(name) || "Part";
  }

  /** Describes a type without a name by its parts; the format of an option also depends on its containing itself. */
  #partsText(resolved: AnyCodec): string | undefined {
    const form = valueForm(resolved);
    switch (form.kind) {
      case "unit":
      case "bytes":
        return form.kind;
      case "scalar":
        return `scalar ${form.name} ${form.isNumber}`;
      case "array":
        return `array ${form.isTyped} ${this.of(form.item)}`;
      case "option": {
        const isForced = resolved.shape.kind === "enum" && resolved.shape.forced();
        return `option ${isForced} ${this.of(form.payload)}`;
      }
      case "list":
      case "object":
      case "names":
      case "tagged":
      case "opaque":
        return undefined;
    }
  }

  #wanted(resolved: AnyCodec, suggested: string | undefined): string {
    const form = valueForm(resolved);
    switch (form.kind) {
      case "array":
        return `${this.of(form.item)}List`;
      case "option":
        return `${this.of(form.payload)}Option`;
      case "scalar":
        return form.name === "Text" ? "TextValue" : pascalCase(form.name);
      case "unit":
        return "Nothing";
      case "list":
        return asciiName(suggested ?? "") || "Tuple";
      case "bytes":
        return "ByteArray";
      case "object":
      case "names":
      case "tagged":
      case "opaque":
        return "Part";
    }
  }

  /** Returns the codec that a name stands for. */
  #endOf(codec: AnyCodec): AnyCodec {
    let end = codec;
    while (end.shape.kind === "definition" && !this.#isBranded(end)) end = end.shape.target();
    return end;
  }
}
