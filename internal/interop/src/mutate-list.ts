import type { Random } from "@lutra-internal/testing";

/** Returns a list with one item changed, dropped, repeated or moved. */
export function mutateList<T>(
  random: Random,
  items: readonly T[],
  change: (item: T) => T,
): readonly T[] {
  if (items.length === 0) return items;
  const at = random.below(items.length);
  const other = random.below(items.length);
  switch (random.below(4)) {
    case 0:
      return items.toSpliced(at, 1);
    case 1:
      return items.toSpliced(at, 0, items[other]!);
    case 2:
      return items.with(at, items[other]!).with(other, items[at]!);
    default:
      return items.with(at, change(items[at]!));
  }
}
