// Entry of a measuring process: `node cell.ts SUITE ID SETTINGS`, the last two as JSON. Writes the reading as JSON.
import type { Settings } from "./settings.ts";
import type { Cell } from "./reading.ts";
import { loadSuite } from "./suites/index.ts";

const [suiteName = "", id = "[]", settings = "{}"] = process.argv.slice(2);
const suite = await loadSuite(suiteName);
const reading = await suite.run(JSON.parse(id) as Cell["id"], JSON.parse(settings) as Settings);
process.stdout.write(JSON.stringify(reading));
