import type { CodecOps, InlineKind } from "../../bytes/codec-ops.ts";
import { rethrow, wrongKind } from "../../bytes/fault.ts";
import { readInline } from "../../bytes/inline.ts";
import type { Reader } from "../../bytes/reader.ts";
import type { Writer } from "../../bytes/writer.ts";

/** The fields of a tuple that is an object, in order; the lists are equally long and not empty. */
export interface ObjectFields {
  readonly names: readonly string[];
  /** Positions of the fields in the head. The first is zero. */
  readonly offsets: readonly number[];
  /** Kinds of the fields that can be read without a call. */
  readonly kinds: readonly InlineKind[];
  readonly reads: readonly CodecOps["read"][];
  readonly writes: readonly CodecOps["write"][];
}

type Values = Record<string, unknown>;

/**
 * Creates the functions that read and write objects whose names an empty object does not have.
 *
 * The first eight fields each have a place of their own in the code: engines optimise accesses and calls per place, and
 * a loop is one place for all names and types. That makes a tuple two to three times as fast while few types are in
 * use, and no slower afterwards.
 */
export function linkObject({ names, offsets, kinds, reads, writes }: ObjectFields): CodecOps {
  const count = names.length;
  const [n0 = "", n1 = "", n2 = "", n3 = "", n4 = "", n5 = "", n6 = "", n7 = ""] = names;
  const [, o1 = 0, o2 = 0, o3 = 0, o4 = 0, o5 = 0, o6 = 0, o7 = 0] = offsets;
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0, k4 = 0, k5 = 0, k6 = 0, k7 = 0] = kinds;
  const [r0 = absent, r1 = absent, r2 = absent, r3 = absent] = reads;
  const [, , , , r4 = absent, r5 = absent, r6 = absent, r7 = absent] = reads;
  const [w0 = absent, w1 = absent, w2 = absent, w3 = absent] = writes;
  const [, , , , w4 = absent, w5 = absent, w6 = absent, w7 = absent] = writes;

  const Row = count > 4 ? createRow() : undefined;

  const read = (reader: Reader, at: number): unknown => {
    const values: Values = Row === undefined ? {} : new Row();
    // Number of the field at work, for the path of an error.
    let i = 0;
    try {
      values[n0] = readInline(reader, at, k0, r0);
      if (++i === count) return values;
      values[n1] = readInline(reader, at + o1, k1, r1);
      if (++i === count) return values;
      values[n2] = readInline(reader, at + o2, k2, r2);
      if (++i === count) return values;
      values[n3] = readInline(reader, at + o3, k3, r3);
      if (++i === count) return values;
      values[n4] = readInline(reader, at + o4, k4, r4);
      if (++i === count) return values;
      values[n5] = readInline(reader, at + o5, k5, r5);
      if (++i === count) return values;
      values[n6] = readInline(reader, at + o6, k6, r6);
      if (++i === count) return values;
      values[n7] = readInline(reader, at + o7, k7, r7);
      while (++i < count) values[names[i]!] = reads[i]!(reader, at + offsets[i]!);
    } catch (error) {
      rethrow(error, names[i]!);
    }
    return values;
  };

  const write = (writer: Writer, value: unknown, at: number): void => {
    checkObject(value);
    let i = 0;
    try {
      w0(writer, value[n0], at);
      if (++i === count) return;
      w1(writer, value[n1], at + o1);
      if (++i === count) return;
      w2(writer, value[n2], at + o2);
      if (++i === count) return;
      w3(writer, value[n3], at + o3);
      if (++i === count) return;
      w4(writer, value[n4], at + o4);
      if (++i === count) return;
      w5(writer, value[n5], at + o5);
      if (++i === count) return;
      w6(writer, value[n6], at + o6);
      if (++i === count) return;
      w7(writer, value[n7], at + o7);
      while (++i < count) writes[i]!(writer, value[names[i]!], at + offsets[i]!);
    } catch (error) {
      rethrow(error, names[i]!);
    }
  };

  return { read, write };
}

/**
 * Creates a constructor of plain objects.
 *
 * An object literal has room for four fields in V8, and moves with every few more. For objects of one constructor the
 * engine learns how much room they need.
 */
function createRow(): new () => Values {
  const Row = function (): void {};
  Row.prototype = Object.prototype;
  return Row as unknown as new () => Values;
}

/**
 * Does the same as {@link linkObject}, for names that every object inherits: assigning to such a name could run a
 * setter or change the prototype; reading it could find the inherited value.
 */
export function linkOwnFields({ names, offsets, reads, writes }: ObjectFields): CodecOps {
  return {
    read: (reader, at) => {
      const values: Values = {};
      for (const [i, name] of names.entries()) {
        try {
          const value = reads[i]!(reader, at + offsets[i]!);
          const shared = { configurable: true, enumerable: true, writable: true };
          Object.defineProperty(values, name, { ...shared, value });
        } catch (error) {
          rethrow(error, name);
        }
      }
      return values;
    },
    write: (writer, value, at) => {
      checkObject(value);
      for (const [i, name] of names.entries()) {
        try {
          const own = Object.hasOwn(value, name) ? value[name] : undefined;
          writes[i]!(writer, own, at + offsets[i]!);
        } catch (error) {
          rethrow(error, name);
        }
      }
    },
  };
}

function checkObject(value: unknown): asserts value is Values {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    wrongKind("an object", value);
  }
}

/** Stands for fields that a tuple does not have; never called. */
function absent(): void {}
