import type { Chunk } from "../memory/chunk.ts";
import { copyHead } from "../memory/copy-head.ts";
import { badProgram } from "../execution-error.ts";
import { type CodeKind, isScalarKind, readerOf, sizeOfKind, writerOf } from "../values/kinds.ts";
import type { Layout } from "../memory/layout.ts";
import type { Machine } from "../memory/machine.ts";
import type { NativeValues } from "../values/native-values.ts";
import { arrayShape, flatShape, type KnownShape, textShape, unknownShape } from "./known-shape.ts";
import { readText, readTexts, textPlace, textsPlace, writeText } from "../memory/text-value.ts";
import type { TextList, TextSlice } from "../memory/text-slice.ts";

/** Form of the value of an expression while the program runs: a JavaScript value of a kind, or bytes in memory. */
export type Kind = CodeKind | "data";

/** Computes a value. */
export type Run<K extends CodeKind> = () => NativeValues[K];

/** Computes a value in memory: returns its position, and leaves its chunk in the machine's register. */
export type Place = () => number;

/** Computes a value and writes its head at a position. */
export type Emit = (chunk: Chunk, at: number) => void;

/**
 * A resolved expression that can be compiled to whichever form its consumer wants. Each of the three forms is a closure
 * that evaluates the expression when it is called.
 */
export abstract class Code {
  protected readonly machine: Machine;
  #shape: KnownShape | undefined = undefined;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** The form the value is computed in; undefined if any serves (constants) or it is not yet known. */
  abstract get kind(): Kind | undefined;
  abstract value<K extends CodeKind>(kind: K): Run<K>;
  abstract place(): Place;
  abstract emit(layout: Layout): Emit;

  /**
   * Returns the facts that the program tells about the value. Only to be called once kinds are decided, as it is
   * computed once: an expression that is used often would otherwise be described as often, and those that use it twice
   * twice as often.
   */
  shape(): KnownShape {
    return (this.#shape ??= this.describe());
  }

  protected describe(): KnownShape {
    const { kind } = this;
    if (kind === "text") return textShape();
    if (kind === "texts") return arrayShape(textShape());
    return kind !== undefined && kind !== "data" ? flatShape(sizeOfKind(kind)) : unknownShape;
  }
}

/** Code whose value is computed in memory. */
export abstract class DataCode extends Code {
  get kind(): Kind | undefined {
    return "data";
  }

  value<K extends CodeKind>(kind: K): Run<K> {
    return readFrom(this.machine, this.place(), kind);
  }

  emit(layout: Layout): Emit {
    const place = this.place();
    const machine = this.machine;
    return (chunk, at) => {
      const from = place();
      copyHead(machine.chunk, from, chunk, at, layout);
    };
  }
}

/** Code whose value is computed in memory by a closure that is made when it is wanted. */
export class PlaceCode extends DataCode {
  readonly #make: () => Place;
  readonly #describe: (() => KnownShape) | undefined;

  /** @param describe as {@link Code.shape}, if anything is known */
  constructor(machine: Machine, make: () => Place, describe?: () => KnownShape) {
    super(machine);
    this.#make = make;
    this.#describe = describe;
  }

  place(): Place {
    return this.#make();
  }

  protected override describe(): KnownShape {
    return this.#describe?.() ?? unknownShape;
  }
}

/** Code whose value is a JavaScript value. */
export class ValueCode<K extends CodeKind = CodeKind> extends Code {
  readonly kind: K;
  readonly #make: () => Run<K>;

  constructor(machine: Machine, kind: K, make: () => Run<K>) {
    super(machine);
    this.kind = kind;
    this.#make = make;
  }

  value<W extends CodeKind>(kind: W): Run<W> {
    return runAs(this.machine, this.kind, this.#make(), kind);
  }

  place(): Place {
    return placeOf(this.machine, this.kind, this.#make());
  }

  emit(layout: Layout): Emit {
    return emitOf(this.machine, this.kind, this.#make(), layout);
  }
}

/** Reads values of a kind where `place` says. */
export function readFrom<K extends CodeKind>(machine: Machine, place: Place, kind: K): Run<K> {
  if (isScalarKind(kind)) {
    const read = readerOf<typeof kind>(kind);
    const run = (): unknown => {
      const at = place();
      return read(machine.chunk.view, at);
    };
    return run as Run<K>;
  }
  const run: () => unknown =
    kind === "text" ? () => readText(machine, place()) : () => readTexts(machine, place());
  return run as Run<K>;
}

/** Makes a computed value available as another kind: the same bits if the sizes agree. */
export function runAs<K extends CodeKind, W extends CodeKind>(
  machine: Machine,
  kind: K,
  run: Run<K>,
  wanted: W,
): Run<W> {
  if ((kind as string) === wanted) return run as unknown as Run<W>;
  if (isScalarKind(kind) !== isScalarKind(wanted)) throw mismatch(kind, wanted);
  if (isScalarKind(kind) && isScalarKind(wanted) && sizeOfKind(kind) !== sizeOfKind(wanted)) {
    throw mismatch(kind, wanted);
  }
  return readFrom(machine, placeOf(machine, kind, run), wanted);
}

/** Puts computed values into memory. */
export function placeOf<K extends CodeKind>(machine: Machine, kind: K, run: Run<K>): Place {
  if (isScalarKind(kind)) {
    const write = writerOf<typeof kind>(kind);
    const size = sizeOfKind(kind);
    return () => {
      const value = run();
      const at = machine.allocate(size);
      write(machine.chunk.view, at, value as never);
      return at;
    };
  }
  return kind === "text"
    ? () => textPlace(machine, run() as TextSlice)
    : () => textsPlace(machine, run() as TextList);
}

/** Writes computed values as heads. */
export function emitOf<K extends CodeKind>(
  machine: Machine,
  kind: K,
  run: Run<K>,
  layout: Layout,
): Emit {
  if (isScalarKind(kind)) {
    if (sizeOfKind(kind) !== layout.size) throw mismatch(kind, `a value of ${layout.size} bytes`);
    const write = writerOf<typeof kind>(kind);
    return (chunk, at) => {
      const value = run();
      write(chunk.view, at, value as never);
    };
  }
  if (kind === "text") {
    if (layout.size !== 8 || layout.pointers[0] !== 0) {
      throw mismatch(kind, `a value of ${layout.size} bytes`);
    }
    return (chunk, at) => writeText(chunk, at, run() as TextSlice);
  }
  const place = placeOf(machine, kind, run);
  return (chunk, at) => {
    const from = place();
    copyHead(machine.chunk, from, chunk, at, layout);
  };
}

function mismatch(given: string, wanted: string): Error {
  return badProgram(`${given} where ${wanted} is needed`);
}
