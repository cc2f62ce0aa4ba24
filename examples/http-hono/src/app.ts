// A Hono application with a Lutra runner under /lutra, under the application's own authorization.
import { AsyncRunner } from "@lutra/runner-async";
import { createFetchHandler } from "@lutra/runner-http";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";

/** Creates the application. Those who have the token may run programs. */
export function createApp(token: string): Hono {
  const runner = new AsyncRunner(new InterpreterRunner());
  const handler = createFetchHandler(runner, {
    basePath: "/lutra",
    // The middleware below has decided already.
    allowAnyone: true,
  });

  const app = new Hono();
  app.get("/", (context) => context.text("Lutra runs under /lutra"));
  app.use("/lutra/*", bearerAuth({ token }));
  app.all("/lutra/*", (context) => handler(context.req.raw));
  return app;
}
