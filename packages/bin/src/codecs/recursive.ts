import type { CodecOps } from "../bytes/codec-ops.ts";
import type { Path } from "../types/ty.ts";
import type { Codec } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";

/**
 * Creates the codec of a type that mentions itself.
 *
 * Recursion must pass an array or an enum. Every type of the cycle that has a name of its own in Lutra must be made by
 * `recursive` or `named`: layouts depend on where the names are.
 *
 * @example
 * interface Tree { value: number; children: Tree[] }
 * const tree: Codec<Tree> = recursive(() => tuple({ value: int32, children: array(tree) }));
 */
export function recursive<T, In = T>(
  define: () => Codec<T, In>,
  path: Path | null = null,
): Codec<T, In> {
  let target: Codec<T, In> | undefined;
  const resolve = (): Codec<T, In> => (target ??= define());
  let linked: CodecOps | undefined;
  let linking = false;
  // Stands in wherever the type meets itself while it is being linked.
  const late: CodecOps = {
    read: (reader, at) => (linked ??= resolve().ops).read(reader, at),
    write: (writer, value, at) => (linked ??= resolve().ops).write(writer, value, at),
  };
  return createCodec<T, In>({
    shape: { kind: "definition", path, target: resolve },
    headBytes: () => resolve().headBytes,
    ops: () => {
      if (linking) return late;
      linking = true;
      try {
        return (linked = resolve().ops);
      } finally {
        linking = false;
      }
    },
  });
}

/**
 * Gives a type the name that it has in Lutra. Bytes and values stay the same.
 *
 * @example
 * const movie = named(["Movie"], tuple({ id: int16, title: text }));
 */
export function named<T, In = T>(path: Path, codec: Codec<T, In>): Codec<T, In> {
  return recursive(() => codec, path);
}
