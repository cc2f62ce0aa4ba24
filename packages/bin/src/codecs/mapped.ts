import type { Codec } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";

/** Both ways between the values of a codec and other values. */
export interface Mapping<From, To> {
  /** Makes the caller's value. An error that it throws leaves `decode` unchanged. */
  readonly decode: (value: From) => To;
  /** Makes the codec's value. An error that it throws leaves `encode` unchanged. */
  readonly encode: (value: To) => From;
}

/**
 * Creates a codec with the bytes of another one and values of another kind.
 *
 * @example
 * const url = mapped(text, { decode: (href) => new URL(href), encode: (url: URL) => url.href });
 */
export function mapped<From, To>(codec: Codec<From>, mapping: Mapping<From, To>): Codec<To> {
  return createCodec<To>({
    shape: { kind: "mapped", codec },
    headBytes: () => codec.headBytes,
    ops: () => {
      const { read, write } = codec.ops;
      return {
        read: (reader, at) => mapping.decode(read(reader, at) as From),
        write: (writer, value, at) => write(writer, mapping.encode(value as To), at),
      };
    },
  });
}
