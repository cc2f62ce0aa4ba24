// Installs the workspace if what it is installed from changed since the last time. Needs only Node and npm.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const pnpm = "pnpm@12.21.0";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  process.exit(1);
}

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = `${root}node_modules/.lutra-setup`;
const hash = createHash("sha256").update(pnpm);
for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"])
  hash.update(readFileSync(root + file));
const wanted = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.error("Installing the workspace (once) ...");
  // pnpm comes through npx, so it need not be on PATH; its output must not mix with a command's
  // output.
  const { status, error } = spawnSync("npx", ["--yes", pnpm, "install", "--frozen-lockfile"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(`\nThe workspace could not be installed${error ? `: ${error.message}` : ""}.`);
    console.error("- No network? The first set-up downloads packages; later ones need none.");
    console.error(`- Changed a package.json? Update the lock file: npx --yes ${pnpm} install`);
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
