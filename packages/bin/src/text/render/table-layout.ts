/** Returns the number of characters of a string; a character outside the BMP is one. */
export function widthOf(text: string): number {
  let width = 0;
  for (const _ of text) width++;
  return width;
}

/** Returns at most `width` characters of a string; an ellipsis stands for the rest. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return `${Array.from(text)
    .slice(0, width - 1)
    .join("")}…`;
}

/** Returns a string with blanks around it. Text that is too wide is cut. */
export function pad(text: string, width: number, align: "left" | "right" | "center"): string {
  const shown = cut(text, width);
  const free = width - widthOf(shown);
  const before = align === "left" ? 0 : align === "right" ? free : Math.floor(free / 2);
  return " ".repeat(before) + shown + " ".repeat(free - before);
}
