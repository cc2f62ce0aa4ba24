import type { Chunk } from "../memory/chunk.ts";
import type { CodeKind } from "../values/kinds.ts";
import type { Machine } from "../memory/machine.ts";
import {
  Code,
  emitOf,
  type Emit,
  type Kind,
  type Place,
  placeOf,
  type Run,
  runAs,
} from "./code.ts";
import { copyHead } from "../memory/copy-head.ts";
import { isScalarKind, readerOf } from "../values/kinds.ts";
import type { Layout } from "../memory/layout.ts";
import { readFrom } from "./code.ts";
import { type KnownShape, shapeAt, unknownShape } from "./known-shape.ts";

const unknownSlot = (): KnownShape => unknownShape;

/** Place of the value of a variable or parameter while it is bound. */
export class Slot {
  /** `undefined` until the expression that binds the slot is compiled; known before closures are made of its uses. */
  kind: Kind | undefined;
  /** Of a slot of data. */
  chunk: Chunk;
  /** Of a slot of data. */
  position = 0;
  /** Of a slot of any other kind. */
  content: unknown = undefined;
  /** Describes the values that are bound: as {@link Code.shape}. */
  describe: () => KnownShape = unknownSlot;

  constructor(machine: Machine, kind?: Kind) {
    const empty = machine.chunk;
    this.kind = kind;
    this.chunk = empty;
    machine.resets.push(() => {
      this.chunk = empty;
      this.content = undefined;
    });
  }

  /** Decides the kind, if nothing did before, and makes the closure that binds the value of an expression. */
  binder(machine: Machine, expression: Code): () => void {
    const kind = (this.kind ??= expression.kind ?? "data");
    if (kind === "data") {
      const place = expression.place();
      return () => {
        this.position = place();
        this.chunk = machine.chunk;
      };
    }
    const run: () => unknown = expression.value(kind);
    return () => {
      this.content = run();
    };
  }
}

/** Use of a variable or parameter, or of a field at a fixed offset in it. */
export class SlotCode extends Code {
  readonly #slot: Slot;
  readonly #offset: number;

  constructor(machine: Machine, slot: Slot, offset = 0) {
    super(machine);
    this.#slot = slot;
    this.#offset = offset;
  }

  get kind(): Kind | undefined {
    return this.#offset > 0 ? "data" : this.#slot.kind;
  }

  /** Returns a field further on in the same value. */
  at(offset: number): SlotCode {
    return new SlotCode(this.machine, this.#slot, this.#offset + offset);
  }

  protected override describe(): KnownShape {
    const { kind } = this;
    if (kind !== undefined && kind !== "data") return super.describe();
    const shape = this.#slot.describe();
    return this.#offset === 0 ? shape : shapeAt(shape, this.#offset);
  }

  value<K extends CodeKind>(wanted: K): Run<K> {
    const { machine } = this;
    const slot = this.#slot;
    const offset = this.#offset;
    const kind = this.#decided();
    if (kind !== "data" && offset === 0) {
      return runAs(machine, kind, (() => slot.content) as Run<CodeKind>, wanted);
    }
    if (kind !== "data" || !isScalarKind(wanted)) return readFrom(machine, this.place(), wanted);
    const read = readerOf<typeof wanted>(wanted);
    const run: () => unknown = () => read(slot.chunk.view, slot.position + offset);
    return run as Run<K>;
  }

  place(): Place {
    const { machine } = this;
    const slot = this.#slot;
    const offset = this.#offset;
    const kind = this.#decided();
    if (kind !== "data") {
      const place = placeOf(machine, kind, (() => slot.content) as Run<CodeKind>);
      return () => place() + offset;
    }
    return () => {
      machine.chunk = slot.chunk;
      return slot.position + offset;
    };
  }

  emit(layout: Layout): Emit {
    const { machine } = this;
    const slot = this.#slot;
    const offset = this.#offset;
    const kind = this.#decided();
    if (kind !== "data" && offset === 0) {
      return emitOf(machine, kind, (() => slot.content) as Run<CodeKind>, layout);
    }
    const place = this.place();
    if (kind === "data") {
      return (chunk, at) => copyHead(slot.chunk, slot.position + offset, chunk, at, layout);
    }
    return (chunk, at) => {
      const from = place();
      copyHead(machine.chunk, from, chunk, at, layout);
    };
  }

  #decided(): Kind {
    return (this.#slot.kind ??= "data");
  }
}
