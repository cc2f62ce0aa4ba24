import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createHash } from "node:crypto";

const root = fileURLToPath(new URL("../", import.meta.url));
/** Maximum size of a target's file: the corpus is part of the repository. */
const maxFileBytes = 24 * 1024;

/** Returns the inputs that earlier runs found for a target: one a line, in Base64. */
export function readCorpus(name: string): readonly Uint8Array[] {
  const file = fileOf(name);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => new Uint8Array(Buffer.from(line, "base64")));
}

/** Adds inputs to a target's file, until it is full. Returns the number of those that were added. */
export function addToCorpus(name: string, inputs: readonly Uint8Array[]): number {
  const file = fileOf(name);
  let text = existsSync(file) ? readFileSync(file, "utf8") : "";
  let added = 0;
  for (const data of inputs) {
    const line = `${Buffer.from(data).toString("base64")}\n`;
    if (text.length + line.length > maxFileBytes) continue;
    text += line;
    added++;
  }
  writeFileSync(file, text);
  return added;
}

/** Writes the input of a finding into a folder that is not part of the repository, and returns the file's path. */
export function writeFinding(name: string, data: Uint8Array): string {
  const folder = join(root, "findings");
  mkdirSync(folder, { recursive: true });
  const hash = createHash("sha256").update(data).digest("hex").slice(0, 12);
  const file = join(folder, `${name}-${hash}`);
  writeFileSync(file, data);
  return file;
}

function fileOf(name: string): string {
  return join(root, "corpus", `${name}.txt`);
}
