/**
 * The thread of `createNodeCompiler`.
 *
 * @module
 */
import { isMainThread } from "node:worker_threads";
import { serveCompiler } from "@lutra/compiler/worker";

/** `true` in the thread, where the module serves the compiler as it loads. */
export const isServing: boolean = !isMainThread;

if (isServing) serveCompiler();
