import type { Codec } from "../codec.ts";
import { createCodec } from "../create-codec.ts";

/** The same codec for whole programs, which nest deeper than data does. */
export function forPrograms<T>(codec: Codec<T>): Codec<T> {
  return createCodec<T>({
    shape: codec.shape,
    headBytes: () => codec.headBytes,
    ops: () => codec.ops,
    maxDepth: 512,
  });
}
