/** A table of text: a caption, a head, and rows of as many cells as the head has. */
export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Mark for a cell that was not measured. */
export const missing = "–";

/** Renders a Markdown table whose columns line up: the first to the left, the others to the right. */
export function renderTable({ caption, head, rows }: Table): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]): string => {
    const cells = widths.map((width, column) => {
      const cell = row[column] ?? "";
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${cells.join(" | ")} |`;
  };
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [`### ${caption}`, "", line(head), line(rule), ...rows.map(line)].join("\n");
}

/** Returns the same table without the rows and columns in which nothing was measured. */
export function withoutGaps({ caption, head, rows }: Table): Table {
  const measured = (cell: string | undefined): boolean => cell !== missing;
  const kept = rows.filter((row) => row.slice(1).some(measured));
  const columns = head.flatMap((_, column) =>
    column === 0 || kept.some((row) => measured(row[column])) ? [column] : [],
  );
  const pick = (row: readonly string[]): string[] => columns.map((column) => row[column] ?? "");
  return { caption, head: pick(head), rows: kept.map(pick) };
}

/** Returns a number with about three digits, without an exponent: `0.012`, `5.27`, `66`, `4107000`. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined) return missing;
  if (value === 0) return "0";
  const digits = Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value >= 10 ? value.toFixed(0) : value.toFixed(digits);
}

/** Formats a ratio with two digits after the point, `1.05x`. */
export function formatRatio(value: number | undefined): string {
  return value === undefined ? missing : `${value.toFixed(2)}x`;
}
