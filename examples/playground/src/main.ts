// Lutra in a page: edit a query, see its typed result from several engines.
import { Playground } from "./playground.ts";

await new Playground().start();

if (import.meta.env.PROD && "serviceWorker" in navigator)
  await navigator.serviceWorker.register("./service-worker.js");
