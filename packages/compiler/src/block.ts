/**
 * Writes byte strings as one block: each after its length, 4 bytes little-endian. The Rust side reads and writes the same.
 */
export function joinBlock(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + 4 + part.length, 0);
  const block = new Uint8Array(length);
  const view = new DataView(block.buffer);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.length, true);
    block.set(part, at + 4);
    at += 4 + part.length;
  }
  return block;
}

/** Returns copies of the byte strings of a block. */
export function splitBlock(block: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < block.length;) {
    const end = at + 4 + view.getUint32(at, true);
    parts.push(block.slice(at + 4, end));
    at = end;
  }
  return parts;
}
