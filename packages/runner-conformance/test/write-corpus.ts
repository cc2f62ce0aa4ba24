// Writes the published corpus anew: `node scripts/run-source.mjs packages/runner-conformance/test/write-corpus.ts`.
import { writeFileSync } from "node:fs";
import { corpusSource } from "./corpus-source.ts";

writeFileSync(new URL("../src/corpus-data.ts", import.meta.url), corpusSource());
