import type { Codec } from "../codecs/base/codec.ts";
import { createCodec } from "../codecs/base/create-codec.ts";

/** Returns the same codec for whole programs, which nest deeper than data does. */
export function forPrograms<T, In = T>(codec: Codec<T, In>): Codec<T, In> {
  return createCodec<T, In>({
    shape: codec.shape,
    headBytes: () => codec.headBytes,
    ops: () => codec.ops,
    maxDepth: 512,
  });
}
