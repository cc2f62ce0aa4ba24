import { Chunk } from "../memory/chunk.ts";
import { type Code, type Place, PlaceCode, ValueCode } from "../code/code.ts";
import { flatten } from "../memory/flatten.ts";
import type { CodeKind } from "../values/kinds.ts";
import type { Machine } from "../memory/machine.ts";
import type { NativeFunction } from "../native-module.ts";
import type { NativeValues, ValueKind } from "../values/native-values.ts";
import { decodeText, encodeText } from "../memory/text-string.ts";
import type { Argument } from "./scope.ts";
import type { External, ExternalBuilder } from "./external.ts";

type AnyValue = NativeValues[ValueKind];
type AnyRun = () => AnyValue;

/** A native function as the compiler calls it. */
export class NativeExternal implements External {
  readonly arity: number;
  readonly compares: CodeKind | undefined;
  readonly #native: NativeFunction;

  constructor(native: NativeFunction, compares?: CodeKind) {
    this.#native = native;
    this.arity = native.params.length;
    this.compares = compares;
  }

  build(builder: ExternalBuilder, args: readonly Argument[]): Code {
    const { machine } = builder;
    const { params, result } = this.#native;
    const codes = args.map((argument) => builder.code(argument));
    const make = (): AnyRun => {
      const runs = codes.map((code, i) => argumentOf(machine, code, params[i] as ValueKind));
      return callOf(machine, this.#native, runs);
    };
    if (result === "data") return new PlaceCode(machine, () => placeOfBytes(machine, make()));
    if (result === "unit") {
      return new PlaceCode(machine, () => {
        const run = make();
        return () => {
          run();
          return machine.allocate(0);
        };
      });
    }
    if (result === "string") {
      return new ValueCode(machine, "text", () => {
        const run = make() as () => string;
        return () => encodeText(machine, run());
      });
    }
    return new ValueCode(machine, result, () => make() as () => never);
  }
}

function placeOfBytes(machine: Machine, run: AnyRun): Place {
  return () => {
    const bytes = run() as Uint8Array;
    machine.reserve(bytes.length);
    machine.chunk = new Chunk(bytes);
    return 0;
  };
}

function argumentOf(machine: Machine, code: Code, kind: ValueKind): AnyRun {
  if (kind === "string") {
    const text = code.value("text");
    return () => decodeText(machine, text());
  }
  if (kind === "data") {
    const place = code.place();
    return () => {
      const at = place();
      return flatten(machine, machine.chunk, at);
    };
  }
  if (kind === "unit") {
    const place = code.place();
    return () => void place();
  }
  return code.value(kind);
}

/** Returns a call without a list of arguments for the usual numbers of them. */
function callOf(machine: Machine, native: NativeFunction, runs: readonly AnyRun[]): AnyRun {
  const call = native.call as unknown as (context: Machine, ...args: AnyValue[]) => AnyValue;
  const [first, second] = runs as readonly [AnyRun, AnyRun];
  if (runs.length === 1) return () => call(machine, first());
  if (runs.length === 2) return () => call(machine, first(), second());
  return () => call(machine, ...runs.map((run) => run()));
}
