import { watch } from "../watch.ts";
import { findingsOf } from "./findings.ts";
import type { PluginOptions } from "./plugin-options.ts";

/** Part of Vite's dev server that the plugin uses. */
export interface DevServer {
  readonly config: {
    readonly logger: { error(message: string): void; warn(message: string): void };
  };
  readonly ws: {
    send(payload: {
      readonly type: "error";
      readonly err: { message: string; stack: string; plugin?: string };
    }): void;
  };
}

/**
 * Watches while a server runs, and shows errors in its log and in the page.
 *
 * @returns a function that ends the watching, after the first pass
 */
export async function watchBesideServer(
  options: PluginOptions,
  { config: { logger }, ws }: DevServer,
): Promise<() => void> {
  const controller = new AbortController();
  await new Promise<void>((resolve, reject) => {
    watch({
      ...options,
      signal: controller.signal,
      onPass: (results) => {
        const { errors, warnings } = findingsOf(results);
        for (const warning of warnings) logger.warn(`lutra-codegen: ${warning}`);
        if (errors.length > 0) {
          const message = errors.join("\n");
          logger.error(`lutra-codegen: ${message}`);
          ws.send({ type: "error", err: { message, stack: "", plugin: "lutra-codegen" } });
        }
        resolve();
      },
    }).catch(reject);
  });
  return () => controller.abort();
}
