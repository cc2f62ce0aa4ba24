/** Sizes of an enum's head, in bytes. */
export interface EnumLayout {
  readonly tagBytes: number;
  readonly innerBytes: number;
  readonly hasPtr: boolean;
}

/** Returns the bytes of a tag that tells `variants` variants apart. */
export function tagBytes(variants: number): number {
  if (variants <= 1) return 0;
  return variants <= 1 << 8 ? 1 : variants <= 1 << 16 ? 2 : 3;
}

/**
 * Computes the layout of an enum from the head sizes of its payloads; these are not asked for if recursion forces a
 * pointer.
 */
export function layoutOfEnum(
  variants: number,
  forced: boolean,
  payloadBytes: (variant: number) => number,
): EnumLayout {
  let innerBytes = 0;
  if (!forced) {
    for (let i = 0; i < variants; i++) innerBytes = Math.max(innerBytes, payloadBytes(i));
  }
  const hasPtr = forced || innerBytes > 4;
  return { tagBytes: tagBytes(variants), innerBytes: hasPtr ? 4 : innerBytes, hasPtr };
}
