/**
 * Runs programs in PGlite: PostgreSQL inside the process, no server needed.
 *
 * @module
 */
export {
  createPgliteAdapter,
  type PgliteAdapterOptions,
  type PgliteLike,
} from "./pglite/adapter.ts";
