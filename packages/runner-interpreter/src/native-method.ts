import type { Decoder, Encoder } from "@lutra/bin";
import { type NativeFunction, nativeFunction } from "./native-module.ts";
import type { ValueKind } from "./values/native-values.ts";

/**
 * Describes a native function that is a method of an object, with values as codecs give them.
 *
 * @param params for each parameter its kind, or a codec for a value that comes as `data`
 * @param result kind or codec of the result
 *
 * @example
 * ```ts
 * const shop = { total: (cents: readonly bigint[]) => cents.reduce((sum, each) => sum + each, 0n) };
 * const total = nativeMethod(shop, "total", [array(int64)], int64);
 * ```
 */
export function nativeMethod<T, K extends keyof T>(
  natives: T,
  name: K,
  params: readonly (Decoder<unknown> | ValueKind)[],
  result: Encoder<never> | ValueKind,
): NativeFunction {
  const kinds = params.map((param) => (typeof param === "string" ? param : "data"));
  return nativeFunction(
    kinds,
    typeof result === "string" ? result : "data",
    (_context, ...args) => {
      const values = params.map((param, i) =>
        typeof param === "string" ? args[i] : param.decode(args[i] as Uint8Array),
      );
      // Looked up at each call, so that the host may replace it.
      const method = natives[name] as (this: T, ...args: unknown[]) => never;
      const value: never = method.apply(natives, values);
      return typeof result === "string" ? value : result.encode(value);
    },
  );
}
