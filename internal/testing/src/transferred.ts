const calls = 20_000;

/** Returns bytes whose memory was transferred away. */
export function transferred(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

/**
 * Calls a check often enough for V8 to compile it, and returns how many transferred bytes it took. Compiled code that has
 * seen resizable memory may read the `length` from before the transfer (Node 20).
 */
export function countTransferredTaken(check: (bytes: Uint8Array) => unknown): number {
  // The option is in TypeScript's libraries from ES2024 on.
  const memory = Reflect.construct(ArrayBuffer, [4, { maxByteLength: 8 }]) as ArrayBuffer;
  const resizable = new Uint8Array(memory);
  const plain = new Uint8Array(4);
  let taken = 0;
  for (let i = 0; i < calls; i++) {
    check(i % 2 === 0 ? plain : resizable);
    if (i % 50 > 0) continue;
    try {
      check(transferred());
      taken++;
    } catch {
      // As it should be.
    }
  }
  return taken;
}
