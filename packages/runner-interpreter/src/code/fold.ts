import { openArray } from "../memory/array.ts";
import type { CodeKind } from "../values/kinds.ts";
import type { Layout } from "../memory/layout.ts";
import type { Machine } from "../memory/machine.ts";
import { Code, type Emit, type Kind, type Place, type Run } from "./code.ts";
import { type Slot, SlotCode } from "./slot.ts";

/** The parts of a fold. */
export interface FoldParts {
  readonly items: Code;
  readonly itemBytes: number;
  readonly initial: Code;
  readonly accumulator: Slot;
  readonly item: Slot;
  /** The next accumulator, of the accumulator and an item. */
  readonly body: Code;
  /** Steps that one evaluation of the body counts. */
  readonly steps: number;
}

/** A left fold. The accumulator has the kind that the function computes it in. */
export class FoldCode extends Code {
  readonly #parts: FoldParts;
  readonly #result: SlotCode;

  constructor(machine: Machine, parts: FoldParts) {
    super(machine);
    this.#parts = parts;
    this.#result = new SlotCode(machine, parts.accumulator);
  }

  get kind(): Kind | undefined {
    const { accumulator, body, initial } = this.#parts;
    return (accumulator.kind ??= body.kind ?? initial.kind);
  }

  value<K extends CodeKind>(kind: K): Run<K> {
    const loop = this.#loop();
    const run = this.#result.value(kind);
    return () => {
      loop();
      return run();
    };
  }

  place(): Place {
    const loop = this.#loop();
    const place = this.#result.place();
    return () => {
      loop();
      return place();
    };
  }

  emit(layout: Layout): Emit {
    const loop = this.#loop();
    const emit = this.#result.emit(layout);
    return (chunk, at) => {
      loop();
      emit(chunk, at);
    };
  }

  #loop(): () => void {
    const { machine } = this;
    const { items, itemBytes, initial, accumulator, item, body, steps } = this.#parts;
    accumulator.kind = this.kind ?? "data";
    const place = items.place();
    const begin = accumulator.binder(machine, initial);
    const advance = accumulator.binder(machine, body);
    return () => {
      const at = place();
      const source = machine.chunk;
      begin();
      machine.chunk = source;
      const start = openArray(machine, at, itemBytes);
      const count = machine.count;
      machine.step(count * steps);
      item.chunk = machine.chunk;
      for (let i = 0; i < count; i++) {
        item.position = start + i * itemBytes;
        advance();
      }
    };
  }
}
