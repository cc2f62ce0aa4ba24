/**
 * Random changes of files, for tests of what watches them.
 *
 * @module
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Random } from "./random.ts";

/** Returns the texts of all files below a folder, with their paths. */
export function contentOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => `${path} ${readFileSync(path, "utf8")}\n`)
    .join("");
}

/**
 * Changes a file in one of the ways of editors, compilers and version control: writes, replaces, removes or moves it, or
 * its folder.
 *
 * @param names paths below `folder`
 * @param prefix what each text begins with; the rest is a number
 */
export function changeFiles(
  folder: string,
  names: readonly string[],
  { below, pick }: Random,
  prefix = "",
): void {
  const file = join(folder, pick(names));
  const place = dirname(file);
  const write = (path = file): void => {
    mkdirSync(place, { recursive: true });
    writeFileSync(path, `${prefix}${below(1e9)}`);
  };
  const remove = (path: string): void => {
    if (path !== folder) rmSync(path, { recursive: true, force: true });
  };
  pick([
    write,
    () => {
      write(`${file}.tmp`);
      renameSync(`${file}.tmp`, file);
    },
    () => {
      remove(file);
      write();
    },
    () => remove(file),
    () => remove(place),
    () => {
      remove(place);
      write();
    },
    () => {
      const other = dirname(join(folder, pick(names)));
      if (place === folder || join(other, "/").startsWith(join(place, "/"))) return;
      write();
      const [aside, target] = [join(folder, "aside.tmp"), join(other, "moved")];
      renameSync(place, aside);
      mkdirSync(other, { recursive: true });
      remove(target);
      renameSync(aside, target);
    },
  ])();
}
