import { resolve } from "node:path";
import { changedSources } from "../module/header.ts";
import { readProject } from "./compile/read-project.ts";
import type { OutputConfig } from "./output-config.ts";
import { readIfThere } from "./write-module.ts";

/** Comparison of a module with the sources that its head names. */
export interface HeadCheck {
  readonly path: string;
  /** Differences, such as `main.lt has changed`; none if the sources are those of the module. */
  readonly changes: readonly string[];
}

/**
 * Compares modules of a project with its sources by the hashes in their heads, where there is no compiler.
 *
 * @throws CodegenError as `readProject` does
 */
export async function checkHeads(config: OutputConfig, cwd: string): Promise<readonly HeadCheck[]> {
  const checks: HeadCheck[] = [];
  for (const path of [config.out, config.serverOut ?? []].flat()) {
    const { files } = await readProject(config, cwd);
    const text = await readIfThere(resolve(cwd, path));
    const changes = text === undefined ? ["it is not there"] : changedSources(text, files);
    checks.push({ path, changes });
  }
  return checks;
}
