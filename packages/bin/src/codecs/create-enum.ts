import type { CodecOps } from "../bytes/codec-ops.ts";
import { raise, rethrow, wrongKind } from "../bytes/fault.ts";
import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import type { EnumForm } from "../types/enum-form.ts";
import type { EnumLayout } from "../types/enum-layout.ts";
import { codecEnumForm } from "./base/codec-enum-form.ts";
import type { Codec, EnumShape } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";
import { memoryOf } from "./base/memory-of.ts";
import { enumLayout, isUnit } from "./base/shape.ts";
import { tailSlack } from "./base/tail-slack.ts";

/**
 * Creates the codec of an enum from its description; `form` demands a form of the values that must then be possible.
 */
export function createEnum<T, In = T>(shape: EnumShape, form?: EnumForm): Codec<T, In> {
  return createCodec<T, In>({
    shape,
    headBytes: () => {
      const layout = enumLayout(shape);
      return layout.tagBytes + layout.innerBytes;
    },
    ops: () => linkEnum(shape, form),
  });
}

interface LinkedVariant extends CodecOps {
  readonly tag: number;
  readonly name: string;
  /** `true` if values have no `value`. */
  readonly unit: boolean;
  readonly headBytes: number;
  /** Bytes that must be there when the payload is read. */
  readonly neededBytes: number;
  /** Memory of a payload behind a pointer, charged when the pointer is followed. */
  readonly memory: number;
}

function linkEnum(shape: EnumShape, demanded: EnumForm | undefined): CodecOps {
  const form = codecEnumForm(shape);
  if (demanded !== undefined && form !== demanded) {
    throw new TypeError("the payload of an option can be null or undefined itself; use enumOf");
  }
  const layout = enumLayout(shape);
  const variants = shape.variants.map(({ name, codec }, tag): LinkedVariant => {
    const { headBytes, ops } = codec;
    const unit = isUnit(codec);
    const neededBytes = headBytes - tailSlack(codec);
    const memory = layout.hasPtr ? memoryOf(codec) : 0;
    return { tag, name, unit, headBytes, neededBytes, memory, read: ops.read, write: ops.write };
  });
  if (form === "option") return linkOption(layout, variants[1]!);
  const byName = new Map(variants.map((variant) => [variant.name, variant]));
  if (byName.size < variants.length) throw new TypeError("two variants of an enum have one name");
  return form === "names"
    ? linkNames(layout, variants, byName)
    : linkTagged(layout, variants, byName);
}

function readTag(reader: Reader, at: number, tagBytes: number): number {
  switch (tagBytes) {
    case 0:
      return 0;
    case 1:
      return reader.bytes[at]!;
    case 2:
      return reader.view.getUint16(at, true);
    default:
      return reader.view.getUint16(at, true) | (reader.bytes[at + 2]! << 16);
  }
}

function writeTag(writer: Writer, at: number, tagBytes: number, tag: number): void {
  for (let i = 0; i < tagBytes; i++) writer.bytes[at + i] = tag >> (8 * i);
}

function clear(writer: Writer, from: number, to: number): void {
  const { bytes } = writer;
  for (let at = from; at < to; at++) bytes[at] = 0;
}

/** Refuses a tag that no variant has. */
export function badTag(reader: Reader, at: number, tag: number, count: number): never {
  return reader.fail(`expected the tag of one of ${count} variants, got ${tag}`, at);
}

/** Reads a payload that takes bytes, or that gives a value without any. */
function readPayload(reader: Reader, at: number, hasPtr: boolean, variant: LinkedVariant): unknown {
  if (!hasPtr || variant.headBytes === 0) return variant.read(reader, at);
  const place = reader.follow(at, variant.neededBytes, variant.memory);
  reader.enter(at);
  const value = variant.read(reader, place);
  reader.leave();
  return value;
}

/** Writes everything after the tag. */
function writePayload(
  writer: Writer,
  value: unknown,
  at: number,
  layout: EnumLayout,
  variant: LinkedVariant,
): void {
  if (layout.hasPtr && variant.headBytes > 0) {
    const place = writer.reserve(variant.headBytes);
    writer.view.setUint32(at, place - at, true);
    variant.write(writer, value, place);
  } else {
    clear(writer, at + variant.headBytes, at + layout.innerBytes);
    variant.write(writer, value, at);
  }
}

function linkOption(layout: EnumLayout, some: LinkedVariant): CodecOps {
  const { hasPtr, innerBytes } = layout;
  return {
    read: (reader, at) => {
      const tag = reader.bytes[at]!;
      if (tag === 0) return null;
      if (tag !== 1) badTag(reader, at, tag, 2);
      return readPayload(reader, at + 1, hasPtr, some);
    },
    write: (writer, value, at) => {
      if (value === null) {
        clear(writer, at, at + 1 + innerBytes);
      } else if (value === undefined) {
        wrongKind("a value or null", value);
      } else {
        writer.bytes[at] = 1;
        writePayload(writer, value, at + 1, layout, some);
      }
    },
  };
}

function linkNames(
  layout: EnumLayout,
  variants: readonly LinkedVariant[],
  byName: ReadonlyMap<string, LinkedVariant>,
): CodecOps {
  const { tagBytes, innerBytes } = layout;
  return {
    read: (reader, at) => {
      const tag = readTag(reader, at, tagBytes);
      return (variants[tag] ?? badTag(reader, at, tag, variants.length)).name;
    },
    write: (writer, value, at) => {
      const variant = byName.get(value as string) ?? wrongName(byName, value);
      writeTag(writer, at, tagBytes, variant.tag);
      clear(writer, at + tagBytes, at + tagBytes + innerBytes);
    },
  };
}

function linkTagged(
  layout: EnumLayout,
  variants: readonly LinkedVariant[],
  byName: ReadonlyMap<string, LinkedVariant>,
): CodecOps {
  const { tagBytes, hasPtr } = layout;
  return {
    read: (reader, at) => {
      const tag = readTag(reader, at, tagBytes);
      const variant = variants[tag] ?? badTag(reader, at, tag, variants.length);
      if (variant.unit) return { tag: variant.name };
      try {
        const value = readPayload(reader, at + tagBytes, hasPtr, variant);
        return { tag: variant.name, value };
      } catch (error) {
        return rethrow(error, variant.name);
      }
    },
    write: (writer, value, at) => {
      if (typeof value !== "object" || value === null) wrongKind("an object with a tag", value);
      const { tag, value: payload } = value as { tag?: unknown; value?: unknown };
      const variant = byName.get(tag as string) ?? wrongName(byName, tag);
      writeTag(writer, at, tagBytes, variant.tag);
      try {
        writePayload(writer, payload, at + tagBytes, layout, variant);
      } catch (error) {
        rethrow(error, variant.name);
      }
    },
  };
}

function wrongName(byName: ReadonlyMap<string, LinkedVariant>, name: unknown): never {
  const names = [...byName.keys()];
  const shown = names.slice(0, 8).join(", ") + (names.length > 8 ? ", ..." : "");
  if (names.length === 0) raise("type", "an enum without variants has no values");
  return wrongKind(`one of ${shown}`, name);
}
