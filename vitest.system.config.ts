// Tests that need more than Node: a PostgreSQL server, cargo. `.ci/run` installs those and runs this config.
import { fileURLToPath } from "node:url";
import { defaultServerConditions } from "vite";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const conditions = ["@lutra/source", ...defaultServerConditions];

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["{packages,internal}/*/test/system/**/*.test.ts"],
    reporters: ["default", fileURLToPath(new URL("./scripts/count-reporter.ts", import.meta.url))],
    // Servers and compilers start slowly, and share the machine's cores.
    testTimeout: 120_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});

export default config;
