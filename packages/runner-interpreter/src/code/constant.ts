import { Chunk } from "../memory/chunk.ts";
import { copyHead } from "../memory/copy-head.ts";
import type { CodeKind } from "../values/kinds.ts";
import type { Layout } from "../memory/layout.ts";
import type { Machine } from "../memory/machine.ts";
import { Code, type Emit, type Kind, type Place, readFrom, type Run } from "./code.ts";

/** A literal, or a field at a fixed offset in one. It is read when the program is prepared. */
export class ConstantCode extends Code {
  private readonly chunk: Chunk;
  private readonly position: number;

  constructor(machine: Machine, chunk: Chunk, position = 0) {
    super(machine);
    this.chunk = chunk;
    this.position = position;
  }

  get kind(): Kind | undefined {
    return undefined;
  }

  /** Whether the literal has no bytes, as the empty tuple does. */
  get isEmpty(): boolean {
    return this.chunk.end <= this.position;
  }

  /** A field further on in the same literal. */
  at(offset: number): ConstantCode {
    return new ConstantCode(this.machine, this.chunk, this.position + offset);
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
    const { machine, chunk, position } = this;
    return () => {
      machine.chunk = chunk;
      return position;
    };
  }

  emit(layout: Layout): Emit {
    const { chunk, position } = this;
    return (target, at) => copyHead(chunk, position, target, at, layout);
  }
}
