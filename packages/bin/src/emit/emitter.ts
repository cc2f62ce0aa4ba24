import type { AnyCodec, Shape } from "../codecs/base/codec.ts";
import { isUnit, resolveNames } from "../codecs/base/shape.ts";
import { readArray, writeArray } from "./array.ts";
import { type EmitContext, indent, ReadLocals, type SupportName } from "./context.ts";
import { readEnum, writeEnum } from "./enum.ts";
import { isOpaque, readPart, writePart } from "./part.ts";
import { scalarName } from "./scalar.ts";
import { readTuple, writeTuple } from "./tuple.ts";

/** Decisions of the code that uses the emitted code. */
export interface Outlet {
  /**
   * Returns the name of a codec, to which `read` and `write` are prefixed. Codecs of one name have one function: they
   * must have equal types.
   */
  readonly nameOf: (codec: AnyCodec) => string;
  /** As in {@link EmitContext}. */
  readonly opsOf: (codec: AnyCodec) => string;
  /** Tells if the values of a scalar under a name are kept apart from others by that name. */
  readonly isBranded?: ((codec: AnyCodec) => boolean) | undefined;
  /** As in {@link EmitContext}. */
  readonly typeOf: ((codec: AnyCodec) => string) | undefined;
}

/**
 * Emits functions that read and write values, from the shapes of codecs.
 *
 * They do what the functions of the combinators do: the same values, bytes and checks in the same order, hence the
 * same errors with message, offset and path. A function is emitted once it is asked for, with all that it calls.
 */
export class Emitter {
  readonly #typeOf: Outlet["typeOf"];
  readonly #nameOf: Outlet["nameOf"];
  readonly #isBranded: Outlet["isBranded"];
  /** Names of the functions that were asked for. */
  readonly #requested = new Set<string>();
  /** Bodies are made one after the other: a type that nests deeply needs no deep stack. */
  readonly #open: (() => readonly string[])[] = [];
  readonly #support = new Set<SupportName>();
  readonly #constants: string[] = [];
  readonly #failing = new Map<Shape, boolean>();
  readonly #nesting = new Map<Shape, boolean>();
  readonly #context: EmitContext;

  constructor({ nameOf, opsOf, typeOf, isBranded }: Outlet) {
    this.#typeOf = typeOf;
    this.#isBranded = isBranded;
    this.#nameOf = nameOf;
    this.#context = {
      reader: (codec) => this.reader(codec),
      writer: (codec) => this.writer(codec),
      opsOf,
      use: (name) => {
        this.#support.add(name);
        return name;
      },
      typed: (text) => (typeOf === undefined ? "" : text),
      cast: (codec) => {
        const end = resolveNames(codec, isBranded);
        return typeOf !== undefined && isBranded?.(end) === true ? ` as ${typeOf(end)}` : "";
      },
      typeOf: (codec) => typeOf?.(codec) ?? "",
      constant: (expression) => {
        const name = `constant${this.#constants.length}`;
        this.#constants.push(`const ${name} = ${expression};`);
        return name;
      },
      mayFail: (codec) => this.#mayFail(codec),
      mayNest: (codec) => this.#mayNest(codec),
    };
  }

  /** Returns the name of the function `(r, at) => value` of a codec. */
  reader(codec: AnyCodec): string {
    return this.#request("read", codec, (name, resolved) => {
      const of = this.#typeOf?.(resolved);
      const body = this.#readBody(resolved);
      if (of === undefined) return functionLines(name, "(r, at)", body);
      const [r, at] = used(["r", "at"], body);
      return functionLines(name, `(${r}: Reader, ${at}: number): ${of}`, body);
    });
  }

  /** Returns the name of the function `(w, v, at) => void` of a codec. */
  writer(codec: AnyCodec): string {
    return this.#request("write", codec, (name, resolved) => {
      const of = this.#typeOf?.(resolved);
      const body = this.#writeBody(resolved);
      if (of === undefined) return functionLines(name, "(w, v, at)", body);
      const [w, v, at] = used(["w", "v", "at"], body);
      return functionLines(name, `(${w}: Writer, ${v}: ${of}, ${at}: number): void`, body);
    });
  }

  /** Returns the text of all functions that were asked for. */
  finish(): string {
    const lines: string[] = [];
    // Grows while it is read.
    for (const make of this.#open) lines.push(...make(), "");
    return [...lines, ...this.#constants].join("\n").trimEnd();
  }

  /** Support functions that the text calls, sorted. */
  get support(): readonly SupportName[] {
    return [...this.#support].sort();
  }

  #request(
    prefix: string,
    codec: AnyCodec,
    make: (name: string, resolved: AnyCodec) => readonly string[],
  ): string {
    const resolved = resolveNames(codec, this.#isBranded);
    const name = prefix + this.#nameOf(resolved);
    if (!this.#requested.has(name)) {
      this.#requested.add(name);
      this.#open.push(() => make(name, resolved));
    }
    return name;
  }

  #readBody(codec: AnyCodec): readonly string[] {
    const { shape } = codec;
    if (!isOpaque(codec)) {
      if (shape.kind === "tuple" && shape.fields.length > 0) return readTuple(shape, this.#context);
      if (shape.kind === "array" && shape.form === undefined)
        return readArray(shape, this.#context);
      if (shape.kind === "enum") return readEnum(shape, this.#context);
    }
    const locals = new ReadLocals();
    const value = readPart(codec, "at", locals, this.#context);
    return [...locals.declaration, `return ${value};`];
  }

  #writeBody(codec: AnyCodec): readonly string[] {
    const { shape } = codec;
    if (!isOpaque(codec)) {
      if (shape.kind === "tuple" && shape.fields.length > 0)
        return writeTuple(shape, this.#context);
      if (shape.kind === "array" && shape.form === undefined)
        return writeArray(shape, this.#context);
      if (shape.kind === "enum") return writeEnum(shape, this.#context);
    }
    return writePart(codec, "v", "at", this.#context);
  }

  #mayFail(codec: AnyCodec): boolean {
    return remembered(this.#failing, codec, (resolved) => {
      const { shape } = resolved;
      if (isUnit(resolved)) return false;
      if (isOpaque(resolved)) return true;
      if (shape.kind === "scalar") return scalarName(shape) === "Text";
      if (shape.kind === "tuple") return shape.fields.some((field) => this.#mayFail(field.codec));
      return true;
    });
  }

  #mayNest(codec: AnyCodec): boolean {
    return remembered(this.#nesting, codec, ({ shape }) => {
      if (shape.kind === "tuple") return shape.fields.some((field) => this.#mayNest(field.codec));
      return shape.kind !== "scalar";
    });
  }
}

/** Marks parameters that a body does not use, as the compiler of TypeScript wants it. */
function used(parameters: readonly string[], body: readonly string[]): readonly string[] {
  const code = body.join("\n").replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
  return parameters.map((name) => {
    const mention = new RegExp(`(?<![\\w$.])${name}(?![\\w$:])`);
    return mention.test(code) ? name : `_${name}`;
  });
}

/** Tells something about a type once: one that mentions others twice at each level is large, but has few parts. */
function remembered(
  known: Map<Shape, boolean>,
  codec: AnyCodec,
  tell: (resolved: AnyCodec) => boolean,
): boolean {
  const resolved = resolveNames(codec);
  let told = known.get(resolved.shape);
  if (told === undefined) {
    told = tell(resolved);
    known.set(resolved.shape, told);
  }
  return told;
}

function functionLines(name: string, head: string, body: readonly string[]): readonly string[] {
  return [`function ${name}${head} {`, ...indent(body), "}"];
}
