// So that no test waits while PGlite makes a database.
export { setup } from "@lutra-internal/pglite-template/global-setup";
