import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";

// Names the version, because a database opens only where it was made.
const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
const version = /pglite@([^/+(_]+)/.exec(entry)?.[1] ?? "unknown";
const template = fileURLToPath(
  new URL(`../../node_modules/.cache/pglite-${version}`, import.meta.url),
);

/**
 * Returns the folder of an empty database that is never opened itself; made at the first call, and kept for later runs.
 *
 * Safe to call in several processes: all see a whole database or none.
 */
export async function dataFolderTemplate(): Promise<string> {
  if (existsSync(template)) return template;
  await mkdir(dirname(template), { recursive: true });
  const draft = await mkdtemp(`${template}-`);
  try {
    await (await PGlite.create(draft)).close();
    await rename(draft, template);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(template)) throw error;
  }
  return template;
}

/**
 * Returns a folder with an empty database for `PGlite.create(folder)`; `remove` deletes it, once the database is
 * closed.
 */
export async function createDataFolder(): Promise<{
  readonly folder: string;
  readonly remove: () => Promise<void>;
}> {
  const parent = await mkdtemp(join(tmpdir(), "lutra-pglite-"));
  const folder = join(parent, "data");
  await cp(await dataFolderTemplate(), folder, { recursive: true });
  return { folder, remove: () => rm(parent, { recursive: true, force: true }) };
}
