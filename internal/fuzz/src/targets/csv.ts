import { parseCsv } from "@lutra/bin/parse";
import { renderCsv } from "@lutra/bin/render";
import type { Target } from "../target.ts";
import { textTarget } from "../text-target.ts";

/** CSV. */
export const target: Target = textTarget({
  parse: parseCsv,
  render: renderCsv,
  samples: [
    "Int32\n-12\n",
    'Text\n"a ""quoted"" text, with\nlines"\n',
    "id,a b,tags,at\n1,x,[],a\n",
    'f0,f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12\r\ntrue,1,2,3,4,0.5,1e9,"x",2024-01-01,12:30:00,2024-01-01T00:00:00Z,1,1.25\r\n',
    "value\nnone\nsome\n",
  ],
});
