import { Chunk } from "../../src/memory/chunk.ts";
import type { NativeContext, NativeModule } from "../../src/native-module.ts";
import { TextSlice } from "../../src/memory/text-slice.ts";

/** A context without limits that counts the steps it is asked for. */
export interface CountingContext extends NativeContext {
  readonly steps: number;
}

export function countingContext(): CountingContext {
  let steps = 0;
  return {
    get steps() {
      return steps;
    },
    reserve: () => {},
    step: (count) => {
      steps += count;
    },
    // The text does not start at 0, so that a native that forgets `start` fails.
    newText: (length) => new TextSlice(new Chunk(new Uint8Array(length + 3)), 3, 3 + length),
  };
}

/** Calls a function of a module as the interpreter would. */
export function call(
  module: NativeModule,
  name: string,
  args: readonly unknown[],
  context: NativeContext = countingContext(),
): unknown {
  const found = module.lookup(name, { layoutArgs: [], defs: [] });
  if (found === undefined) throw new Error(`${module.name}::${name} does not exist`);
  return found.call(context, ...(args as never[]));
}

/** Places a `Text` in the middle of other bytes. */
export function textOf(text: string): TextSlice {
  return bytesText(new TextEncoder().encode(text));
}

/** Does the same as {@link textOf}, for bytes that need not be UTF-8. */
export function bytesText(bytes: Uint8Array): TextSlice {
  const chunk = new Chunk(new Uint8Array([0x61, 0x2c, ...bytes, 0x2c, 0xff]));
  return new TextSlice(chunk, 2, 2 + bytes.length);
}

export function stringOf(text: unknown): string {
  if (!(text instanceof TextSlice)) throw new TypeError("not a Text");
  return new TextDecoder("utf-8", { fatal: true }).decode(
    text.bytes.subarray(text.start, text.end),
  );
}
