import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defaultServerConditions } from "vite";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import projects from "./vitest.workspace.ts";

// "@lutra/source" makes tests run on the packages' TypeScript: no build first.
const conditions = ["@lutra/source", ...defaultServerConditions];

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects,
    reporters: ["default", fileURLToPath(new URL("./scripts/count-reporter.ts", import.meta.url))],
    // Only against what hangs: a loaded machine may need minutes for what takes seconds elsewhere.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A newcomer waits for this run. Test files keep what they start to themselves, so they can share processes; each
    // process loads the sources anew, which takes longer than most tests.
    isolate: false,
    maxWorkers: availableParallelism(),
  },
});

export default config;
