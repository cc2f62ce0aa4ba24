import type { CodecOps } from "../../bytes/codec-ops.ts";
import { decodeWith, type ReadParts } from "../../bytes/decode-with.ts";
import { encodeWith } from "../../bytes/encode-with.ts";
import type { DecodeOptions, EncodeOptions } from "../../bytes/limits.ts";
import type { AnyCodec, Codec, Shape } from "./codec.ts";
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
export function createCodec<T, In = T>(parts: CodecParts): Codec<T, In> {
  return new LazyCodec<T, In>(parts);
}

/** Returns a codec that differs from another one in its ops only. */
export function withOps<T, In>(codec: Codec<T, In>, ops: () => CodecOps): Codec<T, In> {
  const { shape } = codec;
  const maxDepth = maxDepthOf(codec);
  return createCodec<T, In>({ shape, headBytes: () => codec.headBytes, ops, maxDepth });
}

/** Returns the depth that values of a codec may have if the call sets no other. */
export function maxDepthOf(codec: AnyCodec): number {
  return codec instanceof LazyCodec ? codec.maxDepth : standardDepth;
}

const standardDepth = 100;

class LazyCodec<T, In> implements Codec<T, In> {
  readonly shape: Shape;
  readonly maxDepth: number;
  readonly #parts: CodecParts;
  #knownHeadBytes: number | undefined = undefined;
  #measuring = false;
  #knownOps: CodecOps | undefined = undefined;
  #reading: ReadParts<T> | undefined = undefined;

  constructor(parts: CodecParts) {
    this.shape = parts.shape;
    this.maxDepth = parts.maxDepth ?? standardDepth;
    this.#parts = parts;
  }

  get headBytes(): number {
    return (this.#knownHeadBytes ??= this.#measure());
  }

  get ops(): CodecOps {
    return (this.#knownOps ??= this.#parts.ops());
  }

  encode(value: In, options?: EncodeOptions): Uint8Array<ArrayBuffer> {
    const { ops, headBytes } = this;
    return encodeWith(ops.write, headBytes, value, options?.prefixBytes);
  }

  decode(bytes: Uint8Array, options?: DecodeOptions): T {
    this.#reading ??= this.#prepareReading();
    return decodeWith(this.#reading, bytes, options);
  }

  #prepareReading(): ReadParts<T> {
    const { ops, headBytes, maxDepth } = this;
    return {
      read: ops.read as ReadParts<T>["read"],
      neededBytes: headBytes - tailSlack(this),
      memory: memoryOf(this),
      maxDepth,
    };
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
