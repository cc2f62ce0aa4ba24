/** Absolute paths, of Windows too: in quotes of either kind, or up to a space. URLs do not count. */
const absolutePath =
  /(?<=")(?:\/|[A-Za-z]:[\\/])[^"\n]*|(?<=')(?:\/|[A-Za-z]:[\\/])[^'\n]*|(?<![\w.:/\\"'-])(?:\/|[A-Za-z]:[\\/])[^\s"'()[\],;]+/g;

/** Characters of the reader's text, and looks at it, that are worth finding a path there. */
const maxText = 65_536;
const maxLooks = 1_000;

/**
 * Shortens the absolute paths in a message to what its reader may know.
 *
 * A path stays if the reader wrote it, or its folder; of another one stays as much of its end as the reader wrote, at
 * least the name of the file.
 *
 * @param written text of the reader, of which the first 64 Ki characters count
 */
export function withoutPaths(message: string, written: string): string {
  const text = written.slice(0, maxText);
  let looks = 0;
  const isKnown = (part: string): boolean => looks++ < maxLooks && text.includes(part);
  return message.replaceAll(absolutePath, (path) => {
    const parts = [...path.matchAll(/[\\/]/g)].map(({ index }) => index + 1);
    const folder = path.slice(0, parts.at(-1));
    // The root is in every text with a slash.
    if (isKnown(path) || (parts.length > 1 && isKnown(folder))) return path;
    const ends = parts.map((start) => path.slice(start));
    return ends.find((end) => isKnown(end)) ?? ends.at(-1)!;
  });
}
