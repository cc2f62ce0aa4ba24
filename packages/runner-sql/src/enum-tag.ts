import type { EnumLayout, Writer } from "@lutra/bin/transcode";

/**
 * Writes the tag of an enum, and the pointer to its payload if there is one; the rest of the head becomes zero.
 *
 * @returns where the payload's head goes
 */
export function writeTag(
  writer: Writer,
  at: number,
  tag: number,
  { tagBytes, innerBytes, hasPtr }: EnumLayout,
  payloadBytes: number,
): number {
  const inner = at + tagBytes;
  // First, as it may move the bytes.
  const place = hasPtr && payloadBytes > 0 ? writer.reserve(payloadBytes) : inner;
  const { bytes } = writer;
  for (let i = 0; i < tagBytes; i++) bytes[at + i] = tag >>> (8 * i);
  for (let i = 0; i < innerBytes; i++) bytes[inner + i] = 0;
  if (place !== inner) writer.view.setUint32(inner, place - inner, true);
  return place;
}
