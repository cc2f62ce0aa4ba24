// The licences of the crates inside the WebAssembly, as one Markdown text.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files that hold a licence or a copyright notice. */
const notice = /^(?:licen[cs]e|copying|unlicense|notice|copyright)/i;

/**
 * Returns the notices of all crates that a crate is linked with for a target. Crates that only run while building, such
 * as macros, are not in the WebAssembly.
 *
 * @param {string} crate folder of the crate
 * @param {string} target the compiler's name of the target
 */
export function thirdPartyNotices(crate, target) {
  const args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", target];
  const { status, stdout, stderr } = spawnSync("cargo", args, {
    cwd: crate,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`cargo metadata failed: ${stderr}`);
  const { packages, resolve } = JSON.parse(stdout);
  const linked = linkedPackages(packages, resolve);
  /** Licence texts, and the crate that has each first. */
  const seen = new Map();
  const sections = linked.map(({ name, version, license, authors, manifest_path }) =>
    [
      `## ${name} ${version}`,
      `Licence: ${license ?? "see below"}`,
      authors.join(", "),
      ...texts(name, dirname(manifest_path), seen),
    ]
      .filter((text) => text !== "")
      .join("\n\n"),
  );
  const head =
    "# Third-party notices\n\nCrates that `lutra-compiler.wasm` contains, and their licences. Lutra itself: Copyright 2026 Aljaž M. Eržen, Apache-2.0.";
  return `${[head, ...sections].join("\n\n")}\n`;
}

function linkedPackages(packages, { nodes, root }) {
  const byId = new Map(packages.map((each) => [each.id, each]));
  const dependencies = new Map(nodes.map(({ id, deps }) => [id, deps]));
  const found = new Set();
  const visit = (id) => {
    if (found.has(id)) return;
    found.add(id);
    for (const { pkg, dep_kinds } of dependencies.get(id)) {
      const isMacro = byId.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
      if (!isMacro && dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
    }
  };
  visit(root);
  found.delete(root);
  return [...found].map((id) => byId.get(id)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the licence texts of a crate; one that an earlier crate has too is not repeated. */
function texts(name, folder, seen) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => notice.test(file))
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8").trim();
      const key = text.replaceAll(/\s+/g, " ");
      const first = seen.get(key);
      if (first !== undefined) return `${file}: the same as that of ${first}`;
      seen.set(key, name);
      return `\`\`\`text\n${text}\n\`\`\``;
    });
}
