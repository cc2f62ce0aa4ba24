// Who may do what. A program is code, so a server for everybody lists the programs that it runs.
import type { AccessOptions } from "@lutra/runner-http";

/**
 * Anyone may run `top-customers`, and no one anything else; the interface, which names every table, is private too. To
 * let in those only who prove who they are, add `authorize`.
 */
export const access: AccessOptions = {
  programs: [
    // sha256sum examples/programs/sql-tables/top-customers/program.sql-pg.rr.ld
    "a6567009d2d56d383dc809bb3d59ed1a04cdab3056ce0a18095ef43dc9348b2b",
  ],
  // Where examples/browser-page is served.
  origins: ["http://127.0.0.1:8081", "http://localhost:8081"],
};
