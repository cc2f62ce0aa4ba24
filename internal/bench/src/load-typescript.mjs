// Runs the TypeScript sources as they stand: `node --import ./src/load-typescript.mjs FILE.ts`.
// tsx would do, but it keeps function names by wrapping every closure, which slows what is measured here.
import { register } from "node:module";

register("./typescript-hooks.mjs", import.meta.url);
