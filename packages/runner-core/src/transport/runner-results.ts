import { ErrorCode, RunnerError } from "../error.ts";

/**
 * Checks what `execute` of a runner returned; authors of runners need not use TypeScript.
 *
 * @param input the call's input. An output inside of its memory is returned as it is
 * @returns the output. Bytes in shared or resizable memory are copied: most platforms do not send such views, and
 *   others could still change them
 * @throws RunnerError `EXECUTION_ERROR` that says what the runner returned, if it is not a `Uint8Array`, or is one
 *   whose memory was transferred away
 */
export function checkedOutput(output: unknown, input?: Uint8Array): Uint8Array {
  if (!isUint8Array(output)) throw wrongResult("execute", output, "a Uint8Array");
  // `resizable` is in TypeScript's libraries from ES2024 on.
  const buffer = output.buffer as ArrayBufferLike & { readonly resizable?: boolean };
  const isPlain = buffer instanceof ArrayBuffer && buffer.resizable !== true;
  // Not `length`: V8 11 compiles code that reads the one from before a transfer.
  if (output.byteLength > 0 && (isPlain || buffer === input?.buffer)) return output;
  try {
    // Fails if there is no memory left. An empty view may be one whose memory is gone.
    return new Uint8Array(output);
  } catch (cause) {
    const message =
      "the runner's execute returned bytes whose memory was transferred or taken away";
    throw new RunnerError(message, { code: ErrorCode.EXECUTION_ERROR, cause });
  }
}

/**
 * Checks what `getInterface` of a runner returned.
 *
 * @throws RunnerError `EXECUTION_ERROR` that says what the runner returned, if it is not a string
 */
export function checkedInterface(source: unknown): string {
  if (typeof source === "string") return source;
  throw wrongResult("getInterface", source, "a string");
}

/**
 * Checks what `getExternals` of a runner returned.
 *
 * @returns a copy
 * @throws RunnerError `EXECUTION_ERROR` that says what the runner returned, if it is not an array of strings
 */
export function checkedExternals(externals: unknown): readonly string[] {
  let names: readonly unknown[] | undefined;
  try {
    if (Array.isArray(externals)) names = Array.from(externals as readonly unknown[]);
  } catch {
    // A proxy without its target: no array.
  }
  if (names === undefined) throw wrongResult("getExternals", externals, "an array of strings");
  for (const name of names) {
    if (typeof name === "string") continue;
    throw wrongResult("getExternals", name, "an array of strings", "one with ");
  }
  return names as readonly string[];
}

/**
 * Returns the class of a typed array, and `undefined` of any other value: the getter that all typed arrays share. A class is
 * no proof: each realm has its own, and an object may have it without the bytes.
 */
const classOfTypedArray = /* @__PURE__ */ typedArrayTag();

function typedArrayTag(): (this: unknown) => unknown {
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
  const tag = Object.getOwnPropertyDescriptor(typedArray, Symbol.toStringTag) as {
    readonly get: (this: unknown) => unknown;
  };
  return tag.get;
}

function isUint8Array(value: unknown): value is Uint8Array {
  return classOfTypedArray.call(value) === "Uint8Array";
}

function wrongResult(method: string, value: unknown, expected: string, within = ""): RunnerError {
  const message = `the runner's ${method} must return ${expected}, got ${within}${nameOf(value)}`;
  return new RunnerError(message, { code: ErrorCode.EXECUTION_ERROR });
}

/** Names a value without showing it: it may be large, secret, or have no string form. */
function nameOf(value: unknown): string {
  if (value === null || typeof value !== "object") return value == null ? `${value}` : typeof value;
  try {
    // "[object Name]"
    return Object.prototype.toString.call(value).slice(8, -1).slice(0, 64);
  } catch {
    return "object";
  }
}
