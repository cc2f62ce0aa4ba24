import { basename, dirname, resolve } from "node:path";
import { CodegenError, generateModule, readArtefacts } from "@lutra/codegen";
import { UsageError } from "./arguments.ts";
import { readFolder } from "./read-folder.ts";

/**
 * Returns the TypeScript types of one compiled program.
 *
 * @throws UsageError for other arguments than one file
 * @throws CodegenError if it is no program, or its types are not known
 */
export async function printTypes(args: readonly string[], cwd: string): Promise<string> {
  const [path, ...more] = args;
  if (path === undefined || more.length > 0) throw new UsageError("types takes one PROGRAM.rr.ld");
  const folder = resolve(cwd, dirname(path));
  const name = basename(path);
  const [stem] = name.split(".");
  const files = await readFolder(
    folder,
    (each) => !each.includes("/") && (each.startsWith(`${stem!}.`) || isShared(each)),
  );
  if (!name.endsWith(".rr.ld") || !files.some((file) => file.path === name)) {
    throw new CodegenError(`there is no program ${path}`, "a program's name ends in .rr.ld");
  }
  const sources = await readArtefacts(files, { rootName: basename(folder) });
  const { text } = generateModule(sources, { name: "types", codecs: "none", programs: "none" });
  const [, ...declarations] = text.split("\n\n");
  return declarations.join("\n\n");
}

function isShared(name: string): boolean {
  return name === "main.lt" || name.startsWith("program-type.");
}
