import { parseJson } from "@lutra/bin/parse";
import { renderJson } from "@lutra/bin/render";
import type { Target } from "../target.ts";
import { textTarget } from "../text-target.ts";

/** JSON. */
export const target: Target = textTarget({
  parse: parseJson,
  render: renderJson,
  samples: [
    "-12.5e3",
    "true",
    '"a\\n\\u00e9\\ud83e\\udda6"',
    '[1, "2024-02-29T12:30:00Z", null, "AQID"]',
    '[{"id": "9007199254740993", "a b": null, "tags": ["x"], "at": {"tag": "b c", "value": "t"}}]',
    '{"f0": true, "f1": 1, "f2": "2", "f5": 0.5, "f7": "x", "f8": "2024-01-01", "f9": "12:30:00"}',
  ],
});
