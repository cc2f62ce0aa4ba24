import { type Run, ValueCode } from "../../code/code.ts";
import type { Argument } from "../../compile/scope.ts";
import type { External, ExternalBuilder } from "../../compile/external.ts";
import type { CodeKind } from "../../values/kinds.ts";

/** Arguments by position; the compiler checks that there are as many as the native takes. */
type Arguments = [Argument, Argument, Argument];

/** Returns a native whose result is a JavaScript value; `build` is as for `placeExternal`. */
export function valueExternal<K extends CodeKind>(
  kind: K,
  arity: number,
  build: (builder: ExternalBuilder, ...args: Arguments) => () => Run<K>,
): External {
  return {
    arity,
    build: (builder, args) =>
      new ValueCode(builder.machine, kind, build(builder, ...(args as Arguments))),
  };
}
