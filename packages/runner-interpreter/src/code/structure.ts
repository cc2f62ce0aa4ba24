import { arrayHeadBytes, newArray } from "../memory/array.ts";
import { badProgram } from "../execution-error.ts";
import { joinLayouts, type Layout } from "../memory/layout.ts";
import type { Machine } from "../memory/machine.ts";
import { type Code, DataCode, type Emit, type Place } from "./code.ts";
import {
  arrayShape,
  type Body,
  mergeShapes,
  type KnownShape,
  tupleShape,
  withLayout,
} from "./known-shape.ts";

/** Makes room for a head that is written by `emit`, and returns its place. */
export function placeOfHead(machine: Machine, layout: Layout, emit: Emit): Place {
  const flat = layout.pointers.length === 0;
  return () => {
    const at = flat ? machine.allocate(layout.size) : machine.allocateLinked(layout.size);
    const chunk = machine.chunk;
    emit(chunk, at);
    machine.chunk = chunk;
    return at;
  };
}

/** Code that writes its head straight to where the consumer wants it. */
abstract class HeadCode extends DataCode {
  protected abstract readonly layout: Layout;
  protected abstract write(): Emit;

  place(): Place {
    return placeOfHead(this.machine, this.layout, this.write());
  }

  override emit(layout: Layout): Emit {
    if (layout.size < this.layout.size) return super.emit(layout);
    const listed = new Set(layout.pointers);
    const unlisted = this.layout.pointers.find((pointer) => !listed.has(pointer));
    if (unlisted !== undefined) {
      throw badProgram(`a pointer at byte ${unlisted} of a head whose layout has none there`);
    }
    if (layout.size > this.layout.size) {
      throw badProgram(
        `a value of ${this.layout.size} bytes where one of ${layout.size} is needed`,
      );
    }
    return this.write();
  }
}

/** One expression of a tuple and the part of the head that it fills. */
export interface TuplePart {
  readonly code: Code;
  readonly layout: Layout;
}

/** A tuple. */
export class TupleCode extends HeadCode {
  protected readonly layout: Layout;
  readonly #parts: readonly TuplePart[];

  constructor(machine: Machine, parts: readonly TuplePart[]) {
    super(machine);
    this.#parts = parts;
    this.layout = joinLayouts(parts.map((part) => part.layout));
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  protected override describe(): KnownShape {
    return tupleShape(this.#parts.map(({ code, layout }) => ({ shape: code.shape(), layout })));
  }

  protected write(): Emit {
    let offset = 0;
    const fields = this.#parts.map(({ code, layout }) => {
      const field = { emit: code.emit(layout), offset };
      offset += layout.size;
      return field;
    });
    return (chunk, at) => {
      for (let i = 0; i < fields.length; i++) {
        const field = fields[i] as (typeof fields)[number];
        field.emit(chunk, at + field.offset);
      }
    };
  }
}

/** Layout of an enum variant, as far as it is known. */
export interface VariantLayout {
  readonly tag: Uint8Array;
  /** Size of the area after the tag, in bytes. */
  readonly innerBytes: number;
  /** `true` if payloads are behind a pointer. */
  readonly hasPointer: boolean;
  /** Number of zero bytes after the payload; with a pointer, 4 says that the variant is a unit. */
  readonly paddingBytes: number;
}

/** A variant of an enum. */
export class VariantCode extends HeadCode {
  protected readonly layout: Layout;
  readonly #variant: VariantLayout;
  readonly #inner: Code;

  constructor(machine: Machine, variant: VariantLayout, inner: Code) {
    super(machine);
    this.#variant = variant;
    this.#inner = inner;
    const size = variant.tag.length + (variant.hasPointer ? 4 : variant.innerBytes);
    this.layout = { size, pointers: variant.hasPointer ? [variant.tag.length] : [] };
  }

  protected override describe(): KnownShape {
    const { tag, hasPointer, paddingBytes } = this.#variant;
    if (!hasPointer) return { layout: this.layout, bodies: new Map() };
    const tagName = Array.from(tag, (byte) => String.fromCharCode(byte)).join("");
    const payload = paddingBytes > 0 ? undefined : this.#inner.shape();
    const variants = new Map([[tagName, payload]]);
    const body: Body = { tag: "enum", tagBytes: tag.length, variants };
    return { layout: this.layout, bodies: new Map([[tag.length, body]]) };
  }

  protected write(): Emit {
    const { tag, hasPointer, innerBytes, paddingBytes } = this.#variant;
    const { machine } = this;
    if (!hasPointer) {
      const size = Math.max(innerBytes - paddingBytes, 0);
      const emit = this.#inner.emit({ size, pointers: [] });
      return (chunk, at) => {
        chunk.bytes.set(tag, at);
        emit(chunk, at + tag.length);
      };
    }
    const place = this.#inner.place();
    const isUnit = paddingBytes > 0;
    return (chunk, at) => {
      chunk.bytes.set(tag, at);
      const body = place();
      if (!isUnit) chunk.link(at + tag.length, machine.chunk, body);
    };
  }
}

/** An array of expressions. */
export class ArrayCode extends DataCode {
  readonly #items: readonly Code[];
  readonly #layout: Layout;

  constructor(machine: Machine, items: readonly Code[], layout: Layout) {
    super(machine);
    this.#items = items;
    this.#layout = layout;
  }

  protected override describe(): KnownShape {
    const items = mergeShapes(this.#items.map((item) => item.shape()));
    return arrayShape(withLayout(items, this.#layout));
  }

  place(): Place {
    const { machine } = this;
    const layout = this.#layout;
    const emits = this.#items.map((item) => item.emit(layout));
    return () => {
      const array = newArray(machine, emits.length, layout);
      const chunk = machine.chunk;
      let at = array + arrayHeadBytes;
      for (const emit of emits) {
        emit(chunk, at);
        at += layout.size;
      }
      machine.chunk = chunk;
      return array;
    };
  }
}
