// Tests that need more than Node: a PostgreSQL server, cargo. `.ci/run` installs those and runs this config.
import { fileURLToPath } from "node:url";
import { defaultServerConditions } from "vite";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { systemProjects } from "./vitest.workspace.ts";

const conditions = ["@lutra/source", ...defaultServerConditions];

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: systemProjects(),
    reporters: ["default", fileURLToPath(new URL("./scripts/count-reporter.ts", import.meta.url))],
    // Servers start slowly, and share the machine's cores.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});

export default config;
