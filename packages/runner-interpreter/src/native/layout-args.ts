import { checkedLayout } from "../compile/head-layout.ts";
import { badProgram } from "../execution-error.ts";
import type { Layout } from "../memory/layout.ts";

/** Reads layout arguments from first to last. @see interpreter, section 6.1 */
export class LayoutArgs {
  readonly #args: readonly number[];
  #next = 0;

  constructor(args: readonly number[]) {
    this.#args = args;
  }

  /** Reads one number. */
  number(): number {
    const value = this.#args[this.#next++];
    if (value === undefined) throw badProgram("an external lacks layout arguments");
    return value;
  }

  /** Reads a list of numbers. */
  numbers(): readonly number[] {
    const count = this.number();
    const end = this.#next + count;
    if (end > this.#args.length) throw badProgram("an external lacks layout arguments");
    const values = this.#args.slice(this.#next, end);
    this.#next = end;
    return values;
  }

  /** Reads the size and the pointers of a head. */
  layout(): Layout {
    const size = this.number();
    return checkedLayout(size, this.numbers());
  }

  /** Reads the layouts of fields: all sizes, then the pointers of each. */
  fieldLayouts(): readonly Layout[] {
    return this.numbers().map((size) => checkedLayout(size, this.numbers()));
  }

  /** Reads encoded bytes, packed into words. */
  bytes(): Uint8Array {
    const [length = 0, ...words] = this.numbers();
    if (length > words.length * 4) throw badProgram("an external lacks layout arguments");
    const bytes = new Uint8Array(words.length * 4);
    const view = new DataView(bytes.buffer);
    words.forEach((word, i) => view.setUint32(i * 4, word, true));
    return bytes.subarray(0, length);
  }
}
