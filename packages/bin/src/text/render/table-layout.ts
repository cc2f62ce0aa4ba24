/** How many characters a text has; a character outside the BMP is one. */
export function widthOf(text: string): number {
  let width = 0;
  for (const _ of text) width++;
  return width;
}

/** A text of at most `width` characters; what is cut off shows as an ellipsis. */
export function cut(text: string, width: number): string {
  if (text.length <= width || widthOf(text) <= width) return text;
  return `${Array.from(text)
    .slice(0, width - 1)
    .join("")}…`;
}

/** A text with blanks around it. Text that is too wide is cut. */
export function pad(text: string, width: number, align: "left" | "right" | "center"): string {
  const shown = cut(text, width);
  const free = width - widthOf(shown);
  const before = align === "left" ? 0 : align === "right" ? free : Math.floor(free / 2);
  return " ".repeat(before) + shown + " ".repeat(free - before);
}
