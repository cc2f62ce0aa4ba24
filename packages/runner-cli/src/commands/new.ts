import { readdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { requiredArgument } from "../arguments.ts";
import { CommandError } from "../errors/command-error.ts";
import { pathReason, systemCode } from "../errors/system-error.ts";
import { newOptions } from "../help/options.ts";
import type { Io } from "../io.ts";
import { makeFolder } from "../make-folder.ts";
import { starterFiles } from "../sources/starter.ts";

/** Runs `lutra-runner new`: writes a project with a query, an input and a typed call. */
export async function newProject(args: readonly string[], io: Io): Promise<void> {
  const { positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: newOptions,
  });
  const folder = requiredArgument("new", "DIR", positionals);
  await checkFree(folder);
  const files = Object.entries(starterFiles(resolve(folder)));
  try {
    for (const [name, text] of files) {
      const path = join(folder, name);
      await makeFolder(dirname(path));
      // A file that came after the check is not replaced.
      await writeFile(path, text, { flag: "wx" });
    }
  } catch (cause) {
    throw cannotWrite(folder, await pathReason(folder, cause), cause);
  }
  const names = files.map(([name]) => join(folder, name));
  await io.stdout.write(`${names.join("\n")}\n\nNext:\n${nextSteps(folder)}`);
}

/** @throws CommandError for a folder with anything in it, or a file of that name */
async function checkFree(folder: string): Promise<void> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return;
    const isFile = systemCode(cause) === "ENOTDIR";
    const why = isFile ? "a file is in the way" : await pathReason(folder, cause);
    throw cannotWrite(folder, why, cause);
  }
  if (names.length === 0) return;
  throw new CommandError(`${folder} is not empty: it has ${names[0]}`, {
    help: "name a folder that is not there yet, or an empty one",
  });
}

function cannotWrite(folder: string, why: string, cause: unknown): CommandError {
  return new CommandError(`cannot write to ${folder}: ${why}`, { cause });
}

function nextSteps(folder: string): string {
  const enter = resolve(folder) === process.cwd() ? "" : `  cd ${quoted(folder)}\n`;
  return `${enter}  npm install
  npm run query    # runs lutra/module.lt on input.json
  npm start        # generates src/movies.lutra.ts, and runs src/main.ts
`;
}

/** Returns a path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
