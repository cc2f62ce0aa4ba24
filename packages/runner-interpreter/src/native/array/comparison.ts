import type { Chunk } from "../../memory/chunk.ts";
import { type Compare, compareOf } from "../../values/compare.ts";
import type { Argument } from "../../compile/scope.ts";
import type { ExternalBuilder } from "../../compile/external.ts";
import type { Slot } from "../../code/slot.ts";
import { executionError } from "../../execution-error.ts";
import { type CodeKind, isScalarKind, readerOf } from "../../values/kinds.ts";
import { readText } from "../../memory/text-value.ts";

/** An order of values of one type, given by the function argument that compares two. */
export interface Comparison {
  /** The kind of the values, if the order is the one of a kind; otherwise they are {@link Located}. */
  readonly kind: CodeKind | undefined;
  /** Reads the value at a position. */
  readonly load: (chunk: Chunk, position: number) => unknown;
  readonly compare: Compare<unknown>;
}

/** A value in memory. */
export interface Located {
  readonly chunk: Chunk;
  readonly position: number;
}

/** Returns a factory of the comparison that an argument describes; it runs once all kinds are decided. */
export function comparisonOf(builder: ExternalBuilder, argument: Argument): () => Comparison {
  const { machine } = builder;
  const kind = builder.external(argument)?.compares;
  if (kind !== undefined) {
    const compare = compareOf(machine, kind) as Compare<unknown>;
    if (isScalarKind(kind)) {
      const read = readerOf<typeof kind>(kind);
      return () => ({ kind, compare, load: (chunk, position) => read(chunk.view, position) });
    }
    const load = (chunk: Chunk, position: number): unknown => {
      machine.chunk = chunk;
      return readText(machine, position);
    };
    return () => ({ kind, compare, load });
  }
  const { slots, body, steps } = builder.lambda(argument, ["data", "data"]);
  const [left, right] = slots as [Slot, Slot];
  return () => {
    const run = body.value("uint8");
    return {
      kind: undefined,
      load: (chunk, position): Located => ({ chunk, position }),
      compare: (a, b) => {
        machine.step(steps);
        ({ chunk: left.chunk, position: left.position } = a as Located);
        ({ chunk: right.chunk, position: right.position } = b as Located);
        const order = run();
        if (order > 2) throw executionError("bad program: a comparison gave no Ordering");
        return order - 1;
      },
    };
  };
}
