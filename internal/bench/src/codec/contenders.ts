import { bebop } from "./bebop.ts";
import type { Contender } from "./candidate.ts";
import { json } from "./json.ts";
import { lutra, lutraDynamic } from "./lutra.ts";
import { lutraCompiled } from "./lutra-compiled.ts";
import { lutraGenerated } from "./lutra-generated.ts";
import { lutraTyped } from "./lutra-typed.ts";
import { memoryCopy } from "./memory-copy.ts";
import { msgpackr, msgpackrRecords } from "./msgpackr.ts";
import { protobuf } from "./protobuf.ts";

/** Everything that the suite compares, in the order of the tables. */
export const contenders: readonly Contender[] = [
  lutra,
  lutraDynamic,
  lutraCompiled,
  lutraGenerated,
  lutraTyped,
  msgpackrRecords,
  msgpackr,
  bebop,
  protobuf,
  json,
  memoryCopy,
];
