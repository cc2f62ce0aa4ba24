import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import type { AnyCodec, Codec, CompiledShape } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";

/** Parts of a codec in generated code. */
export interface CompiledParts<T> {
  readonly headBytes: number;
  /** As in the shape of the codec. */
  readonly memory: number;
  /** As in the shape of the codec. @default 0 */
  readonly slack?: number;
  /** As in the shape of the codec. @default "other" */
  readonly form?: CompiledShape["form"];
  readonly read: (reader: Reader, at: number) => T;
  readonly write: (writer: Writer, value: T, at: number) => void;
  /** Returns the fields of a tuple by name, for views. @default the type is no tuple, or its fields are not known */
  readonly fields?: () => readonly (readonly [name: string | null, codec: AnyCodec])[];
  /** Returns the codec of the items of an array, for views. @default the type is no array, or its items are not known */
  readonly item?: () => AnyCodec;
}

/** Makes a codec of functions that a generator has written. It can be part of other codecs. */
export function compiledCodec<T>(parts: CompiledParts<T>): Codec<T> {
  const { headBytes, memory, slack = 0, form = "other", read, fields, item } = parts;
  // Whatever the caller passes is checked by `write` itself.
  const write = parts.write as (writer: Writer, value: unknown, at: number) => void;
  return createCodec<T>({
    shape: {
      kind: "compiled",
      slack,
      memory,
      form,
      parts: fields
        ? () => ({ kind: "tuple", fields: fields().map(([name, codec]) => ({ name, codec })) })
        : item && (() => ({ kind: "array", item: item() })),
    },
    headBytes: () => headBytes,
    ops: () => ({ read, write }),
  });
}
