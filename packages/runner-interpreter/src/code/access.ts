import type { Machine } from "../memory/machine.ts";
import { type Code, DataCode, type Place } from "./code.ts";
import { ConstantCode } from "./constant.ts";
import { type KnownShape, shapeAt } from "./known-shape.ts";
import { SlotCode } from "./slot.ts";

/** Returns a field: the value at a fixed distance after the start of another. */
export function offsetCode(machine: Machine, base: Code, offset: number): Code {
  if (base instanceof SlotCode || base instanceof ConstantCode || base instanceof OffsetCode) {
    return base.at(offset);
  }
  return new OffsetCode(machine, base, offset);
}

class OffsetCode extends DataCode {
  readonly #base: Code;
  readonly #offset: number;

  constructor(machine: Machine, base: Code, offset: number) {
    super(machine);
    this.#base = base;
    this.#offset = offset;
  }

  at(offset: number): OffsetCode {
    return new OffsetCode(this.machine, this.#base, this.#offset + offset);
  }

  protected override describe(): KnownShape {
    return shapeAt(this.#base.shape(), this.#offset);
  }

  place(): Place {
    const place = this.#base.place();
    const offset = this.#offset;
    return () => place() + offset;
  }
}

/** The payload that a pointer leads to. */
export class DerefCode extends DataCode {
  readonly #pointer: Code;

  constructor(machine: Machine, pointer: Code) {
    super(machine);
    this.#pointer = pointer;
  }

  place(): Place {
    const machine = this.machine;
    const place = this.#pointer.place();
    return () => machine.follow(place());
  }
}
