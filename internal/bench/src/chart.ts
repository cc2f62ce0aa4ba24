/** Values of several series in groups, drawn as bars. */
export interface Chart {
  /** Name of its file, without the ending. */
  readonly name: string;
  /** Quantity that the bars measure, with its unit. */
  readonly caption: string;
  readonly series: readonly string[];
  /** A value for each series, in their order; `undefined` if it was not measured. */
  readonly groups: readonly {
    readonly label: string;
    readonly values: readonly (number | undefined)[];
  }[];
  /** `log` where values differ by orders of magnitude. @default "linear" */
  readonly scale?: "linear" | "log";
}

const width = 760;
const labelWidth = 190;
const valueWidth = 60;
const barHeight = 14;
const groupGap = 12;
const headHeight = 64;

/** Colours that can be told apart in light and dark, the first for what is ours. */
const colours = ["#7c3aed", "#0891b2", "#d97706", "#64748b", "#16a34a", "#db2777"];

/** Greys that can also be read on a page whose own switch differs from what the system prefers. */
const style = `text { font: 12px system-ui, sans-serif; fill: #59636e }
.caption { font-weight: 600; font-size: 13px }
.axis { stroke: #8c959f; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) { text { fill: #b1bac4 } .axis { stroke: #6e7681 } }`;

/** Renders a chart as SVG for light and dark pages. A dashed line marks the value 1; text says each value. */
export function renderChart({ caption, series, groups, scale = "linear" }: Chart): string {
  const measured = groups.filter(({ values }) => values.some((value) => value !== undefined));
  const all = measured.flatMap(({ values }) => values.filter((value) => value !== undefined));
  const position = positions(all, scale);
  const parts: string[] = [
    `<text class="caption" x="0" y="16">${escaped(caption)}</text>`,
    ...legend(series),
  ];
  let y = headHeight;
  for (const { label, values } of measured) {
    const middle = y + (values.length * barHeight) / 2 + 4;
    parts.push(`<text x="0" y="${middle}">${escaped(label)}</text>`);
    for (const [i, value] of values.entries()) {
      if (value !== undefined) parts.push(...bar(value, position(value), y, colourOf(i)));
      y += barHeight;
    }
    y += groupGap;
  }
  const one = labelWidth + position(1);
  parts.push(`<line class="axis" x1="${one}" y1="${headHeight - 6}" x2="${one}" y2="${y}"/>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" role="img" aria-label="${escaped(caption)}">`,
    `<style>${style}</style>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

/** Returns a function from values to lengths of bars, in pixels. */
function positions(values: readonly number[], scale: "linear" | "log"): (value: number) => number {
  const room = width - labelWidth - valueWidth;
  const most = Math.max(1, ...values);
  if (scale === "linear") return (value) => rounded((value / most) * room);
  // A tenth of the smallest value stands at the left, so that each bar can be seen.
  const least = Math.min(1, ...values) / 10;
  return (value) => rounded((Math.log(value / least) / Math.log(most / least)) * room);
}

function bar(value: number, length: number, y: number, colour: string): readonly string[] {
  const text = value.toLocaleString("en", { maximumSignificantDigits: value < 100 ? 2 : 3 });
  return [
    `<rect x="${labelWidth}" y="${y}" width="${length}" height="${barHeight - 2}" fill="${colour}"/>`,
    `<text x="${labelWidth + length + 4}" y="${y + barHeight - 3}">${text}</text>`,
  ];
}

function legend(series: readonly string[]): readonly string[] {
  let x = 0;
  return series.flatMap((name, i) => {
    const at = x;
    x += 24 + name.length * 7;
    return [
      `<rect x="${at}" y="30" width="12" height="12" fill="${colourOf(i)}"/>`,
      `<text x="${at + 16}" y="40">${escaped(name)}</text>`,
    ];
  });
}

function colourOf(series: number): string {
  return colours[series % colours.length] ?? "";
}

function rounded(length: number): number {
  return Math.round(length * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
