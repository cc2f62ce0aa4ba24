import type { Codec, CodecOps } from "./codec.ts";
import { createCodec } from "./create-codec.ts";
import type { ScalarShape } from "./shape.ts";

/** Makes the codec of a type without parts. */
export function createScalar<T>(
  type: ScalarShape["type"],
  headBytes: number,
  read: CodecOps["read"],
  write: CodecOps["write"],
): Codec<T> {
  const ops: CodecOps = { read, write };
  return createCodec<T>({
    shape: { kind: "scalar", type },
    headBytes: () => headBytes,
    ops: () => ops,
  });
}

/** Path of a standard type. */
export function std(name: string): readonly string[] {
  return ["std", name];
}
