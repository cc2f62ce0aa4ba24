/** Size of a head and the positions of the pointers in it. */
export interface Layout {
  /** In bytes. */
  readonly size: number;
  /** Byte offsets of the pointers; each has four bytes within `size`. */
  readonly pointers: readonly number[];
}

/** Joins the layouts of adjacent fields. */
export function joinLayouts(fields: readonly Layout[]): Layout {
  const pointers: number[] = [];
  let size = 0;
  for (const field of fields) {
    for (const pointer of field.pointers) pointers.push(size + pointer);
    size += field.size;
  }
  return { size, pointers };
}

/** Layout of arrays and texts. */
export const arrayLayout: Layout = { size: 8, pointers: [0] };
