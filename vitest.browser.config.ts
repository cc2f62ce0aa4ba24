// Tests in a real Chromium, on pages that are cross-origin isolated, so that SharedArrayBuffer exists.
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions } from "vite";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const tests = "{packages,internal,examples}/*/test/browser/**/*.browser.ts";

const config: ViteUserConfig = defineConfig({
  // Vite bundles dependencies that it meets too late once more, and reloads the page under the tests.
  optimizeDeps: { entries: [tests] },
  resolve: { conditions: ["@lutra/source", ...defaultClientConditions] },
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
  test: {
    include: [tests],
    reporters: ["default", fileURLToPath(new URL("./scripts/count-reporter.ts", import.meta.url))],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
          // Root, as in a container, has no sandbox; the rest keeps Chromium from calling home.
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
});

export default config;
