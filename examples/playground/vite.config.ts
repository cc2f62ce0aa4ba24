import { defaultClientConditions, defineConfig, type UserConfig } from "vite";
import { offline } from "./scripts/offline.ts";

const config: UserConfig = defineConfig({
  // Paths without a leading slash: the page works in any folder of any host.
  base: "./",
  // Sources of the packages in this repository. An application leaves this out and gets what was published.
  resolve: { conditions: ["@lutra/source", ...defaultClientConditions] },
  // Both find files beside themselves, which a bundle of dependencies would not have.
  optimizeDeps: { exclude: ["@electric-sql/pglite", "@lutra/compiler"] },
  worker: { format: "es" },
  // Workers' modules may not preload styles, and the page has one.
  build: { target: "es2022", modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1000 },
  plugins: [offline()],
});

export default config;
