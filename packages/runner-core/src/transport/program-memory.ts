/**
 * Estimate for programs whose handle does not say what they take. Programs of SQL hold about 10 KiB and up to 17 times
 * their own size: decoded types, codecs of inputs and outputs, and the SQL.
 */
const bytesPerProgram = 16_384;
const bytesPerByte = 16;

/**
 * Returns the memory, in bytes, that a prepared program takes until it is released: what the handle says in `memoryBytes`,
 * or an estimate by the size of the program (16 KiB, and 16 times its bytes).
 *
 * @param programLength size of the encoded program, in bytes
 */
export function programMemory(handle: unknown, programLength: number): number {
  return statedMemory(handle) ?? bytesPerProgram + programLength * bytesPerByte;
}

/** Returns what a handle says in `memoryBytes`; `undefined` unless that is a number from 0. */
export function statedMemory(handle: unknown): number | undefined {
  const { memoryBytes } = (handle ?? {}) as { readonly memoryBytes?: unknown };
  return typeof memoryBytes === "number" && memoryBytes >= 0 ? memoryBytes : undefined;
}
