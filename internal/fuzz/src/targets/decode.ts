import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { DecodeError } from "@lutra/bin";
import { decodeLtd } from "@lutra/bin/program";
import { renderCsv, renderJson, renderSource, renderTable } from "@lutra/bin/render";
import { expectErrors } from "../expect-errors.ts";
import type { Target } from "../target.ts";

/** Returns values of the original with their types, as it writes them into `.ltd` files. */
function seeds(): readonly Uint8Array[] {
  return vectors().values.flatMap(({ ltd }) => (ltd === undefined ? [] : [bytesFromHex(ltd)]));
}

/**
 * Creates the target for a type with its definitions, and bytes of it. A value that is decoded is encoded and decoded
 * as the same again, and can be rendered unless its type has no such form.
 */
function fuzz(file: Uint8Array): void {
  for (const { ty, defs, data, codec } of expectErrors([DecodeError, TypeError, RangeError], () =>
    decodeLtd(file),
  ))
    for (const value of expectErrors([DecodeError], () => codec.decode(data))) {
      const bytes = codec.encode(value);
      const again = codec.encode(
        codec.decode(bytes, { maxExpansion: Infinity, maxZeroSizedItems: Infinity }),
      );
      if (Buffer.compare(bytes, again) !== 0)
        throw new Error("the value is encoded differently the second time");
      for (const render of [renderSource, renderJson, renderCsv])
        expectErrors([TypeError, RangeError], () => render(value, ty, defs));
      expectErrors([TypeError, RangeError], () => renderTable(value, ty, defs));
    }
}

export const target: Target = { seeds, fuzz };
