import { formatPath } from "./decode-error.ts";
import { Fault, isStackOverflow } from "./fault.ts";
import { Writer } from "./writer.ts";

// One is enough unless calls nest, which happens when a mapping or a getter of the user calls a codec.
let idleWriter: Writer | undefined;

/**
 * Encodes a value by a function that writes its head into the `headBytes` reserved at `at`, and its bodies after it.
 *
 * The reserved bytes have any content before they are written. What is written must be what a codec of the type writes:
 * all heads of an array, then the bodies of each item in order.
 *
 * @returns fresh bytes, after `prefixBytes` zeros
 * @throws TypeError for a value of the wrong shape; the message names the place
 * @throws RangeError for a number out of range, or an encoding of 4 GiB or more
 */
export function encodeWith<T>(
  write: (writer: Writer, value: T, at: number) => void,
  headBytes: number,
  value: T,
  prefixBytes: number = 0,
): Uint8Array<ArrayBuffer> {
  const writer = idleWriter ?? new Writer();
  idleWriter = undefined;
  writer.end = 0;
  try {
    if (prefixBytes > 0) writer.bytes.fill(0, writer.reserve(prefixBytes), prefixBytes);
    write(writer, value, writer.reserve(headBytes));
    return writer.finish();
  } catch (error) {
    throw encodeError(error);
  } finally {
    writer.close();
    idleWriter = writer;
  }
}

function encodeError(error: unknown): unknown {
  if (isStackOverflow(error)) {
    return new RangeError("the value nests too deeply or contains itself", { cause: error });
  }
  if (!(error instanceof Fault)) return error;
  const path = formatPath(error.steps.toReversed());
  const message = path === "" ? error.message : `${path}: ${error.message}`;
  return error.kind === "range" ? new RangeError(message) : new TypeError(message);
}
