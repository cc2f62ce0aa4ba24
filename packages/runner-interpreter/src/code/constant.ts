import { Chunk } from "../memory/chunk.ts";
import { copyHead } from "../memory/copy-head.ts";
import type { CodeKind } from "../values/kinds.ts";
import { arrayHeadBytes } from "../memory/array.ts";
import { flatShape, type KnownShape, textShape, unknownShape } from "./known-shape.ts";
import type { Layout } from "../memory/layout.ts";
import type { Machine } from "../memory/machine.ts";
import { Code, type Emit, type Kind, type Place, readFrom, type Run } from "./code.ts";

const scalarSizes: ReadonlySet<number> = /* @__PURE__ */ new Set([0, 1, 2, 4, 8]);

/** A literal, or a field at a fixed offset in one. It is read when the program is prepared. */
export class ConstantCode extends Code {
  readonly #chunk: Chunk;
  readonly #position: number;

  constructor(machine: Machine, chunk: Chunk, position = 0) {
    super(machine);
    this.#chunk = chunk;
    this.#position = position;
  }

  get kind(): Kind | undefined {
    return undefined;
  }

  /** `true` if the literal has no bytes, as the empty tuple does. */
  get isEmpty(): boolean {
    return this.#chunk.end <= this.#position;
  }

  /** Returns a field further on in the same literal. */
  at(offset: number): ConstantCode {
    return new ConstantCode(this.machine, this.#chunk, this.#position + offset);
  }

  /**
   * Compilers write scalars and texts as literals. The bytes of an empty text are also those of a number, so they tell
   * nothing.
   */
  protected override describe(): KnownShape {
    const { bytes, view, end } = this.#chunk;
    const size = end - this.#position;
    if (this.#position > 0) return unknownShape;
    if (size > arrayHeadBytes && view.getUint32(0, true) === arrayHeadBytes) {
      return view.getUint32(4, true) === size - arrayHeadBytes ? textShape() : unknownShape;
    }
    const isEmptyText =
      size === arrayHeadBytes && bytes.every((byte, i) => byte === (i === 0 ? arrayHeadBytes : 0));
    return scalarSizes.has(size) && !isEmptyText ? flatShape(size) : unknownShape;
  }

  value<K extends CodeKind>(kind: K): Run<K> {
    const read = readFrom(this.machine, this.place(), kind);
    try {
      const value = read();
      return () => value;
    } catch {
      // A literal too short for its use fails when it is evaluated, which may be never.
      return read;
    }
  }

  place(): Place {
    const { machine } = this;
    const chunk = this.#chunk;
    const position = this.#position;
    return () => {
      machine.chunk = chunk;
      return position;
    };
  }

  emit(layout: Layout): Emit {
    const chunk = this.#chunk;
    const position = this.#position;
    return (target, at) => copyHead(chunk, position, target, at, layout);
  }
}
