import type { CodecOps } from "../../bytes/codec-ops.ts";
import { DecodeError } from "../../bytes/decode-error.ts";
import { encodeWith } from "../../bytes/encode-with.ts";
import { Fault, isStackOverflow } from "../../bytes/fault.ts";
import { isBytes } from "../../bytes/is-bytes.ts";
import type { DecodeOptions, EncodeOptions } from "../../bytes/limits.ts";
import { Reader } from "../../bytes/reader.ts";
import type { Codec, Shape } from "./codec.ts";
import { memoryOf } from "./memory-of.ts";
import { tailSlack } from "./tail-slack.ts";

/** The parts of a codec. Layout and ops come late, because a recursive type is not complete while it is made. */
export interface CodecParts {
  readonly shape: Shape;
  readonly headBytes: () => number;
  readonly ops: () => CodecOps;
  readonly maxDepth?: number;
}

/** Makes a codec of its parts. */
export function createCodec<T>(parts: CodecParts): Codec<T> {
  return new LazyCodec<T>(parts);
}

// One of each is enough unless calls nest, which happens when a mapping or a getter of the user calls a codec.
let idleReader: Reader | undefined;

class LazyCodec<T> implements Codec<T> {
  readonly shape: Shape;
  readonly #parts: CodecParts;
  #knownHeadBytes = -1;
  #measuring = false;
  #knownOps: CodecOps | undefined = undefined;
  #neededBytes = -1;
  #memory = 0;

  constructor(parts: CodecParts) {
    this.shape = parts.shape;
    this.#parts = parts;
  }

  get headBytes(): number {
    if (this.#knownHeadBytes < 0) this.#knownHeadBytes = this.#measure();
    return this.#knownHeadBytes;
  }

  get ops(): CodecOps {
    return (this.#knownOps ??= this.#parts.ops());
  }

  encode(value: T, options?: EncodeOptions): Uint8Array<ArrayBuffer> {
    const { ops, headBytes } = this;
    return encodeWith(ops.write, headBytes, value, options?.prefixBytes);
  }

  decode(bytes: Uint8Array, options?: DecodeOptions): T {
    const { ops, headBytes } = this;
    if (this.#neededBytes < 0) {
      this.#memory = memoryOf(this);
      this.#neededBytes = headBytes - tailSlack(this);
    }
    if (!isBytes(bytes)) throw new TypeError("decode takes a Uint8Array");
    const reader = idleReader ?? new Reader();
    idleReader = undefined;
    try {
      reader.open(bytes, this.#parts.maxDepth ?? 100, options);
      reader.claim(reader.start, this.#neededBytes, this.#memory);
      return ops.read(reader, reader.start) as T;
    } catch (error) {
      throw decodeError(error);
    } finally {
      reader.close();
      idleReader = reader;
    }
  }

  #measure(): number {
    if (this.#measuring) {
      throw new TypeError("the type contains itself: put an array or an enum in between");
    }
    this.#measuring = true;
    try {
      return this.#parts.headBytes();
    } finally {
      this.#measuring = false;
    }
  }
}

function decodeError(error: unknown): unknown {
  if (isStackOverflow(error)) {
    return new DecodeError("the value nests deeper than the stack allows; lower maxDepth", 0);
  }
  return error instanceof Fault
    ? new DecodeError(error.message, error.at, error.steps.toReversed())
    : error;
}
