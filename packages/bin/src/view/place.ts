import { decodeError, decodeWith } from "../bytes/decode-with.ts";
import { Fault } from "../bytes/fault.ts";
import { isBytes } from "../bytes/is-bytes.ts";
import type { DecodeOptions } from "../bytes/limits.ts";
import { Reader } from "../bytes/reader.ts";
import type { AnyCodec } from "../codecs/base/codec.ts";
import { maxDepthOf } from "../codecs/base/create-codec.ts";
import { tailSlack } from "../codecs/base/tail-slack.ts";

/** Encoded bytes, with the limits of each reading. */
export interface Root {
  readonly bytes: Uint8Array;
  readonly options: DecodeOptions | undefined;
  /** Bytes of the head of the whole value that must be there. */
  readonly neededBytes: number;
  readonly maxDepth: number;
}

/** Place of a part in an encoded value. */
export class Place {
  readonly #root: Root;
  /** Position of the head of the part, from the start of the bytes. */
  readonly #offset: number;
  /** Fields on the way to the part. */
  readonly #steps: readonly (string | number)[];

  constructor(root: Root, offset: number = 0, steps: readonly (string | number)[] = []) {
    this.#root = root;
    this.#offset = offset;
    this.#steps = steps;
  }

  /** Returns the place of a field of this tuple. */
  field(key: string | number, offset: number): Place {
    return new Place(this.#root, this.#offset + offset, [...this.#steps, key]);
  }

  /**
   * Reads the part, as one call of `decode` with its limits and errors.
   *
   * @param memory estimated memory of the value, in bytes, charged before it is read
   * @throws DecodeError for bytes that are not a value of the type
   */
  read<R>(memory: number, read: (reader: Reader, at: number) => R): R {
    const { bytes, options, neededBytes, maxDepth } = this.#root;
    const readPart = (reader: Reader, start: number): R => {
      try {
        return read(reader, start + this.#offset);
      } catch (error) {
        throw this.#withSteps(error);
      }
    };
    return decodeWith({ neededBytes, memory, maxDepth, read: readPart }, bytes, options);
  }

  /** Does the same as {@link read}, for values that are read one after the other under one set of limits. */
  *readEach<R>(memory: number, read: (reader: Reader, at: number) => Iterable<R>): Generator<R> {
    const { bytes, options, neededBytes, maxDepth } = this.#root;
    // One of its own, so that all items share the limits, and other calls may come in between.
    const reader = new Reader();
    try {
      reader.open(bytes, maxDepth, options);
      reader.claim(reader.start, neededBytes, memory);
      yield* read(reader, reader.start + this.#offset);
    } catch (error) {
      throw decodeError(this.#withSteps(error));
    } finally {
      reader.close();
    }
  }

  #withSteps(error: unknown): unknown {
    if (error instanceof Fault) error.steps.push(...this.#steps.toReversed());
    return error;
  }
}

/** Returns the place of a whole value. */
export function placeOf(codec: AnyCodec, bytes: Uint8Array, options?: DecodeOptions): Place {
  return new Place({
    bytes: ownBytes(bytes),
    options,
    neededBytes: codec.headBytes - tailSlack(codec),
    maxDepth: maxDepthOf(codec),
  });
}

/** Copies shared memory once, as `decode` would in every call. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  const isShared =
    typeof SharedArrayBuffer !== "undefined" &&
    isBytes(bytes) &&
    bytes.buffer instanceof SharedArrayBuffer;
  return isShared ? new Uint8Array(bytes) : bytes;
}
