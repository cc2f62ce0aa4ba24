// Prints whether the driver's bindings load after Node has looked at stdin.
import { fstatSync } from "node:fs";
import { nodeBindings } from "../../src/node/bindings.ts";

fstatSync(0);
console.log(typeof nodeBindings().data_chunk_get_vector);
