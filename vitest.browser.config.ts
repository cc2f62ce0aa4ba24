// Tests in three browser engines, on pages that are cross-origin isolated, so that SharedArrayBuffer exists.
import { fileURLToPath } from "node:url";
import { defaultClientConditions } from "vite";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { engineProvider, engines } from "./internal/browsers/src/index.ts";

const tests = "{packages,internal,examples}/*/test/browser/**/*.browser.ts";

const config: ViteUserConfig = defineConfig({
  // Vite bundles dependencies that it meets too late once more, and reloads the page under the tests.
  // PGlite finds its files beside itself, which a bundle of dependencies would not have.
  optimizeDeps: { entries: [tests], exclude: ["@electric-sql/pglite"] },
  // As packages are built: WebKit does not parse `using`.
  oxc: { target: "es2022" },
  resolve: { conditions: ["@lutra/source", ...defaultClientConditions] },
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
  test: {
    include: [tests],
    // Each worker loads its modules one by one from the server, and a test may start six, in three engines at once.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ["packages/runner-http/test/browser/global-setup.ts"],
    reporters: ["default", fileURLToPath(new URL("./scripts/count-reporter.ts", import.meta.url))],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: engineProvider(),
      instances: engines.map((browser) => ({ browser })),
    },
  },
});

export default config;
