import { Chunk } from "../chunk.ts";
import { type Code, PlaceCode, ValueCode } from "../code/code.ts";
import { executionError } from "../execution-error.ts";
import { flatten } from "../flatten.ts";
import type { CodeKind } from "../kinds.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction, NativeValues, ValueKind } from "../native/native.ts";
import { decodeText, encodeText } from "../text-string.ts";
import type { Argument } from "./argument.ts";
import type { External, ExternalBuilder } from "./external.ts";

type AnyValue = NativeValues[ValueKind];
type AnyRun = () => AnyValue;

/** A native function as the compiler calls it. */
export class NativeExternal implements External {
  readonly arity: number;
  readonly compares: CodeKind | undefined;
  private readonly native: NativeFunction;

  constructor(native: NativeFunction, compares?: CodeKind) {
    this.native = native;
    this.arity = native.params.length;
    this.compares = compares;
  }

  build(builder: ExternalBuilder, args: readonly Argument[]): Code {
    const { machine } = builder;
    const { params, result } = this.native;
    const codes = args.map((argument) => builder.code(argument));
    const make = (): AnyRun => {
      const runs = codes.map((code, i) => argumentOf(machine, code, params[i] as ValueKind));
      return callOf(machine, this.native, runs);
    };
    switch (result) {
      case "data":
        return new PlaceCode(machine, () => {
          const run = make() as () => Uint8Array;
          return () => {
            const bytes = run();
            machine.reserve(bytes.length);
            machine.chunk = new Chunk(bytes);
            return 0;
          };
        });
      case "unit":
        return new PlaceCode(machine, () => {
          const run = make();
          return () => {
            run();
            return machine.allocate(0);
          };
        });
      case "string":
        return new ValueCode(machine, "text", () => {
          const run = make() as () => string;
          return () => encodeText(machine, run());
        });
      default:
        return new ValueCode(machine, result, () => make() as () => never);
    }
  }
}

function argumentOf(machine: Machine, code: Code, kind: ValueKind): AnyRun {
  switch (kind) {
    case "string": {
      const text = code.value("text");
      return () => decodeText(machine, text());
    }
    case "data": {
      const place = code.place();
      return () => {
        const at = place();
        return flatten(machine, machine.chunk, at);
      };
    }
    case "unit": {
      const place = code.place();
      return () => void place();
    }
    default:
      return code.value(kind);
  }
}

/** A call without a list of arguments for the usual numbers of them. */
function callOf(machine: Machine, native: NativeFunction, runs: readonly AnyRun[]): AnyRun {
  const call = native.call as unknown as (context: Machine, ...args: AnyValue[]) => AnyValue;
  const [first, second] = runs;
  if (first !== undefined && runs.length === 1) return () => call(machine, first());
  if (first !== undefined && second !== undefined && runs.length === 2) {
    return () => call(machine, first(), second());
  }
  return () => call(machine, ...runs.map((run) => run()));
}
