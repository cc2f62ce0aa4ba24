// Runs in workerd: answers any request with the results of the checks.
import { runChecks } from "../checks/check.ts";
import { everywhere } from "../checks/everywhere.ts";

const handler = {
  fetch: async (): Promise<Response> => Response.json(await runChecks(everywhere)),
};

// workerd takes a module's handler from its default export.
export default handler;
