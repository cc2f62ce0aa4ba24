import { vectors } from "@lutra-internal/fixtures";
import { parseSource } from "@lutra/bin/parse";
import { renderSource } from "@lutra/bin/render";
import type { Target } from "../target.ts";
import { textTarget } from "../text-target.ts";

const literals = new Set(vectors().values.map(({ source }) => source));

/** Lutra literals. */
export const target: Target = textTarget({
  parse: parseSource,
  render: renderSource,
  samples: [...literals].filter((text) => text.length < 100).slice(0, 30),
});
