import { expect, test } from "vitest";
import { commandText } from "../../src/help/render.ts";

test("help names options and their values in columns, and breaks lines at 80 characters", () => {
  const text = commandText({
    summary: "counts otters",
    usage: "count RIVER [options]",
    text: [
      `An otter counts once, wherever it swims, and rivers are counted one by one, ${"x".repeat(4)} also`,
      `An otter counts once, wherever it swims, and rivers are counted one by one, ${"x".repeat(5)} also`,
    ],
    options: {
      quick: { type: "boolean", short: "q", text: "counts what is seen" },
      until: {
        type: "string",
        value: "TIME",
        text: "ends at that time, or once no otter was seen for so long that",
      },
    },
    lists: [],
    examples: ["lutra-runner count thames", "lutra-runner count seine -q"],
  });
  expect(text).toBe(`Counts otters.

Usage: lutra-runner count RIVER [options]

An otter counts once, wherever it swims, and rivers are counted one by one, xxxx
also

An otter counts once, wherever it swims, and rivers are counted one by one,
xxxxx also

Options:
  -q, --quick       counts what is seen
      --until TIME  ends at that time, or once no otter was seen for so long
                    that
  -h, --help        this text

Examples:
  lutra-runner count thames
  lutra-runner count seine -q
`);
});
