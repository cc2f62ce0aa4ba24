import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import type { AnyCodec, Codec, CompiledShape, Shape } from "./base/codec.ts";
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
  /** Returns the fields of a tuple by name. @default the type is no tuple, or its structure is not known */
  readonly fields?: () => readonly (readonly [name: string | null, codec: AnyCodec])[];
  /** Returns the codec of the items of an array. @default the type is no array, or its structure is not known */
  readonly item?: () => AnyCodec;
  /** Returns the variants of an enum by name. @default the type is no enum, or its structure is not known */
  readonly variants?: () => readonly (readonly [name: string, codec: AnyCodec])[];
  /** `true` if recursion forces the payloads of the enum behind a pointer. @default false */
  readonly forced?: boolean;
  /** Returns the codec of the type itself, for one that has no parts. @default the structure is not known */
  readonly same?: () => AnyCodec;
}

/** Makes a codec of functions that a generator has written. It can be part of other codecs. */
export function compiledCodec<T>(parts: CompiledParts<T>): Codec<T> {
  const { headBytes, memory, slack = 0, form = "other", read } = parts;
  // Whatever the caller passes is checked by `write` itself.
  const write = parts.write as (writer: Writer, value: unknown, at: number) => void;
  // Once: those who walk types that contain themselves tell by the structure where they have been.
  let structure: Shape | undefined;
  return createCodec<T>({
    shape: {
      kind: "compiled",
      slack,
      memory,
      form,
      structure: () => (structure ??= structureOf(parts)),
    },
    headBytes: () => headBytes,
    ops: () => ({ read, write }),
  });
}

function structureOf<T>(parts: CompiledParts<T>): Shape | undefined {
  const { form, fields, item, variants, forced = false, same } = parts;
  if (form === "unit") return { kind: "tuple", fields: [] };
  if (fields) return { kind: "tuple", fields: fields().map(([name, codec]) => ({ name, codec })) };
  if (item) return { kind: "array", item: item() };
  if (!variants) return same?.().shape;
  return {
    kind: "enum",
    variants: variants().map(([name, codec]) => ({ name, codec })),
    forced: () => forced,
  };
}
