import { byCall, type CodecOps } from "../bytes/codec-ops.ts";
import { rethrow, wrongKind } from "../bytes/fault.ts";
import { createItems } from "../bytes/inline.ts";
import type { AnyCodec, Codec, FieldShape, Infer, InferInput } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";
import { linkObject, linkOwnFields } from "./base/link-object.ts";

/** Fields of a tuple: by name, or in order. */
export type TupleFields = Readonly<Record<string, AnyCodec>> | readonly AnyCodec[];

/** The value of a tuple with these fields. */
export type TupleValue<F> = F extends readonly AnyCodec[]
  ? F["length"] extends 0
    ? undefined
    : { -readonly [K in keyof F]: Infer<F[K]> }
  : keyof F extends never
    ? undefined
    : { -readonly [K in keyof F]: Infer<F[K]> };

/** The values that a tuple with these fields encodes. */
export type TupleInput<F> = F extends readonly AnyCodec[]
  ? F["length"] extends 0
    ? undefined
    : { readonly [K in keyof F]: InferInput<F[K]> }
  : keyof F extends never
    ? undefined
    : { -readonly [K in keyof F]: InferInput<F[K]> };

/**
 * Creates the codec of a tuple: an object if its fields have names, a list if they have none, `undefined` if there are
 * none.
 *
 * @throws TypeError for a name that looks like an array index: JavaScript objects do not keep those in order
 *
 * @example
 * const movie = tuple({ id: int16, title: text });
 * movie.encode({ id: 5, title: "Gladiator" });
 */
export function tuple<const F extends TupleFields>(fields: F): Codec<TupleValue<F>, TupleInput<F>> {
  if (Array.isArray(fields)) {
    const list: readonly AnyCodec[] = fields;
    return createTuple(list.map((codec) => ({ name: null, codec })));
  }
  return createTuple(
    Object.entries(fields as Readonly<Record<string, AnyCodec>>).map(([name, codec]) => {
      checkOrder(name);
      return { name, codec };
    }),
  );
}

/** Nothing: the tuple without fields. */
export const unit: Codec<undefined> = /* @__PURE__ */ createTuple([]);

/** Refuses names that an object lists before all others. */
export function checkOrder(name: string): void {
  // No regular expression: types without end run out of stack here (see isStackOverflow).
  if (String(Number(name) >>> 0) === name) {
    throw new TypeError(
      `the name "${name}" loses its place in a JavaScript object; use codecFor for such a type`,
    );
  }
}

/** Creates the codec of a tuple from its description. */
export function createTuple<T, In = T>(fields: readonly FieldShape[]): Codec<T, In> {
  return createCodec<T, In>({
    shape: { kind: "tuple", fields },
    headBytes: () => fields.reduce((sum, field) => sum + field.codec.headBytes, 0),
    ops: () => linkTuple(fields),
  });
}

function linkTuple(fields: readonly FieldShape[]): CodecOps {
  const names = fields.map((field) => field.name);
  if (fields.length === 0) return { read: () => undefined, write: writeUnit };
  return isObjectTuple(fields) ? linkNamed(names as string[], fields) : linkList(fields);
}

/** Returns `true` if values are objects: every field has a name of its own. */
export function isObjectTuple(fields: readonly FieldShape[]): boolean {
  const names = new Set(fields.map((field) => field.name));
  return names.size === fields.length && !names.has(null);
}

function writeUnit(_writer: unknown, value: unknown): void {
  if (value !== undefined) wrongKind("undefined", value);
}

/** Returns the position of each field in the head of its tuple. */
export function offsetsOf(fields: readonly FieldShape[]): readonly number[] {
  let offset = 0;
  return fields.map((field) => {
    const own = offset;
    offset += field.codec.headBytes;
    return own;
  });
}

function linkNamed(names: readonly string[], fields: readonly FieldShape[]): CodecOps {
  const inherited = names.some((name) => name in Object.prototype);
  return (inherited ? linkOwnFields : linkObject)({
    names,
    offsets: offsetsOf(fields),
    kinds: fields.map((field) => field.codec.ops.inline ?? byCall),
    reads: fields.map((field) => field.codec.ops.read),
    writes: fields.map((field) => field.codec.ops.write),
  });
}

function linkList(fields: readonly FieldShape[]): CodecOps {
  const count = fields.length;
  const offsets = offsetsOf(fields);
  const reads = fields.map((field) => field.codec.ops.read);
  const writes = fields.map((field) => field.codec.ops.write);
  return {
    read: (reader, at) => {
      // A list that grows would take room for 17 values at the first one.
      const values = createItems<unknown>(count);
      let i = 0;
      try {
        for (; i < count; i++) values[i] = reads[i]!(reader, at + offsets[i]!);
      } catch (error) {
        rethrow(error, i);
      }
      return values;
    },
    write: (writer, value, at) => {
      if (!Array.isArray(value) || value.length !== count) {
        wrongKind(`an array of ${count}`, value);
      }
      const values: readonly unknown[] = value;
      let i = 0;
      try {
        for (; i < count; i++) writes[i]!(writer, values[i], at + offsets[i]!);
      } catch (error) {
        rethrow(error, i);
      }
    },
  };
}
