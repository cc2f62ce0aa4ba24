// Text by Node's `Buffer`. Bundlers for browsers take `native-text.web.ts` instead: the manifest's `browser` says so.
// In `dist` it is a file of its own with all that it imports, so what keeps state must not be among that.
import { isAscii, short, type TextInput } from "./ascii.ts";

export { isAscii, short };

/** The parts of Node's `Buffer` that convert text several times faster than the web's encoders do. */
interface NodeBuffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
  utf8Write(text: string, at: number, maxBytes: number): number;
}

interface BufferConstructor {
  from(buffer: ArrayBuffer): NodeBuffer;
}

/** Writes UTF-8 into memory. */
export interface NativeWriter {
  /** Writes a string at a place, `maxBytes` at the most, and returns the number of bytes. */
  utf8Write(text: string, at: number, maxBytes: number): number;
}

/** Reads texts of the input of one `Reader`. */
export interface NativeReader {
  /** Takes the memory that inputs lie in from now on. */
  attach(memory: ArrayBuffer): void;
  /** Begins with another input. */
  open(): void;
  /** Lets go of the text that was converted. */
  close(): void;
  /** Reads UTF-8; `undefined` if the caller does it as fast, and where it may be malformed or is very long. */
  read(input: TextInput, start: number, end: number): string | undefined;
}

/** Returns a writer into memory; `undefined` where there is no `Buffer`, or one without the fast methods. */
export function nativeWriter(memory: ArrayBuffer): NativeWriter | undefined {
  return viewed(memory);
}

/** Returns a reader of texts; `undefined` where the platform has none that is faster than the web's. */
export function nativeReader(): NativeReader | undefined {
  return viewed(new ArrayBuffer(0)) && new BufferReader();
}

const windowLimit = 16_384;
const windowStart = 256;
// Longer texts are converted without looking whether they are ASCII.
const direct = 512;
// Longer texts may be longer than a string can be.
const longest = 1 << 28;

// Converting a stretch of the input at once and cutting texts out of it is twice as fast as one conversion per text.
// The stretch grows while texts lie close together.
class BufferReader implements NativeReader {
  /** Part of the input as latin1 text, from `#start` to `#end`. */
  #window = "";
  #start = 0;
  #end = 0;
  #size = 0;
  /** Texts read so far. */
  #texts = 0;
  #memory: ArrayBuffer | undefined = undefined;
  /** The memory as a `Buffer`, once a string needed it. */
  #buffer: NodeBuffer | undefined = undefined;

  attach(memory: ArrayBuffer): void {
    this.#memory = memory;
    this.#buffer = undefined;
  }

  open(): void {
    this.#end = this.#size = this.#texts = 0;
  }

  close(): void {
    this.#window = "";
  }

  read(input: TextInput, start: number, end: number): string | undefined {
    if (end - start > direct || !isAscii(input, start, end)) return this.#utf8(start, end);
    if (start >= this.#start && end <= this.#end) {
      return this.#window.substring(start - this.#start, end - this.#start);
    }
    return this.#readAscii(input, start, end);
  }

  #readAscii(input: TextInput, start: number, end: number): string | undefined {
    const count = end - start;
    // One or two short texts are done before a conversion by the engine has started.
    if (this.#texts < 4 && count <= 16) {
      this.#texts++;
      return undefined;
    }
    if (!input.copy) return this.#convert(input.end, start, end);
    // A window would stay alive as long as a string that was cut out of it.
    return count > short ? this.#utf8(start, end) : undefined;
  }

  #utf8(start: number, end: number): string | undefined {
    if (end - start >= longest) return undefined;
    const text = this.#view().utf8Slice(start, end);
    // The replacement character may stand for malformed bytes, or for itself.
    return text.includes("\ufffd") ? undefined : text;
  }

  #convert(last: number, start: number, end: number): string {
    const near = start >= this.#end && start < this.#end + this.#size;
    this.#size = near ? Math.min(this.#size * 4, windowLimit) : windowStart;
    this.#start = start;
    this.#end = Math.min(last, Math.max(end, start + this.#size));
    this.#window = this.#view().latin1Slice(start, this.#end);
    return this.#window.substring(0, end - start);
  }

  #view(): NodeBuffer {
    return (this.#buffer ??= viewed(this.#memory!)!);
  }
}

function viewed(memory: ArrayBuffer): NodeBuffer | undefined {
  const { Buffer } = globalThis as unknown as { Buffer?: BufferConstructor };
  const buffer = Buffer?.from?.(memory) as Partial<NodeBuffer> | undefined;
  const fast = buffer?.latin1Slice && buffer.utf8Slice && buffer.utf8Write;
  return fast ? (buffer as NodeBuffer) : undefined;
}
