// Who may do what. A program is code, so a server for everybody lists the programs that it runs.
import type { AccessOptions } from "@lutra/runner-http";
import { programs } from "./shop.lutra.ts";

/**
 * Anyone may run `top-customers`, and no one anything else; the interface, which names every table, is private too. To
 * let in those only who prove who they are, add `authorize`. The list and the page's module are generated together, by
 * `npm run -s lutra-codegen -- --config examples/lutra.codegen.json`.
 */
export const access: AccessOptions = {
  programs,
  // Where examples/browser-page is served.
  origins: ["http://127.0.0.1:8081", "http://localhost:8081"],
};
