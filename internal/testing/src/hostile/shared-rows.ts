/** Returns an array of arrays of bytes, all of which lie in the same place. */
export function sharedRows(count: number, length: number): Uint8Array {
  const bytes = new Uint8Array(8 + count * 8 + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 8, true);
  view.setUint32(4, count, true);
  for (let i = 0; i < count; i++) {
    view.setUint32(8 + i * 8, (count - i) * 8, true);
    view.setUint32(12 + i * 8, length, true);
  }
  return bytes;
}
