/**
 * Starts three browser engines, with one small interface for all; a provider that lets vitest run tests in them.
 *
 * @module
 */
export {
  type BrowserOptions,
  type Engine,
  engines,
  missingEngine,
  startBrowser,
} from "./engines.ts";
export { engineProvider } from "./provider.ts";
export type { BrowserSession } from "./session.ts";
