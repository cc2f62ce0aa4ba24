import { byCall, type CodecOps } from "../bytes/codec-ops.ts";
import { rethrow, wrongKind } from "../bytes/fault.ts";
import { createItems, readInlineItems } from "../bytes/inline.ts";
import type { AnyCodec, Codec } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";
import { memoryOf, slotBytes } from "./base/memory-of.ts";
import { tailSlack } from "./base/tail-slack.ts";

/**
 * Creates the codec of an array of any type as a JavaScript array.
 *
 * @example
 * const lines = array(text);
 * lines.decode(lines.encode(["a", "b"])); // ["a", "b"]
 */
export function array<T, In = T>(item: Codec<T, In>): Codec<T[], readonly In[]> {
  return createCodec({
    shape: { kind: "array", item },
    headBytes: () => 8,
    ops: () => linkArray(item),
  });
}

function linkArray(item: AnyCodec): CodecOps {
  const stride = item.headBytes;
  const slack = tailSlack(item);
  const itemMemory = slotBytes + memoryOf(item);
  const { read, write, inline = byCall } = item.ops;
  return {
    read: (reader, at) => {
      const count = reader.view.getUint32(at + 4, true);
      const start = at + reader.view.getUint32(at, true);
      if (count === 0) {
        reader.claim(start, 0, 0);
        return [];
      }
      if (stride === 0) reader.claimZeroSized(start, count, itemMemory);
      else reader.claim(start, count * stride - slack, count * itemMemory);
      const numbers = readInlineItems(reader, start, count, inline);
      if (numbers !== undefined) return numbers;
      reader.enter(at);
      const items = createItems<unknown>(count);
      let i = 0;
      try {
        for (let place = start; i < count; i++, place += stride) items[i] = read(reader, place);
      } catch (error) {
        rethrow(error, i);
      }
      reader.leave();
      return items;
    },
    write: (writer, value, at) => {
      if (!Array.isArray(value)) wrongKind("an array", value);
      const items: readonly unknown[] = value;
      const count = items.length;
      writer.arrayHead(at, count);
      const start = writer.reserve(count * stride);
      let i = 0;
      try {
        for (let place = start; i < count; i++, place += stride) write(writer, items[i], place);
      } catch (error) {
        rethrow(error, i);
      }
    },
  };
}
