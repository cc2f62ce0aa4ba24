import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problems } from "./run-steps.ts";
import { type Manifest, root, type WorkspacePackage } from "./workspace.ts";

/** Maximum number of lines of a package's README; details go to docs/. */
const maxReadmeLines = 105;

/** Minimum number of keywords by which npm finds a package. */
const minKeywords = 3;

/** Checks what npm shows of every package: description, keywords and README, and the peers that it asks for. */
export function checkPackagePages(packages: readonly WorkspacePackage[]): Problems {
  const manifests = packages.map(({ manifest }) => manifest);
  const frontPage = readFileSync(join(root, "README.md"), "utf8");
  return packages.flatMap(({ folder, manifest, name }) => [
    ...(frontPage.includes(`](packages/${name})`)
      ? []
      : [`${manifest.name} has no row in the table of the repository's README.md`]),
    ...descriptionProblems(manifest),
    ...readmeProblems(manifest.name, readFileSync(join(folder, "README.md"), "utf8")),
    ...peerProblems(manifest, manifests),
  ]);
}

/** Returns what a manifest lacks for the page on npm. */
export function descriptionProblems({ name, description, keywords = [] }: Manifest): Problems {
  return [
    ...(description ? [] : [`${name}: package.json has no description`]),
    ...(keywords.length >= minKeywords
      ? []
      : [`${name}: package.json has ${keywords.length} keywords; at least ${minKeywords}`]),
  ];
}

/** Returns the faults of a README: too long, imports that it does not install, or links that lead nowhere outside. */
export function readmeProblems(name: string, text: string): Problems {
  const lines = text.trimEnd().split("\n");
  const long =
    lines.length > maxReadmeLines
      ? [
          `${name}: README.md has ${lines.length} lines; at most ${maxReadmeLines}, the rest in docs/`,
        ]
      : [];
  const links = lines.flatMap((line, index) =>
    Array.from(
      line.matchAll(/\]\((\.\.\/[^)]*|\/[^)]*)\)/g),
      ([, target]) =>
        `${name}: README.md:${index + 1} links to ${target}, which npm does not have; name the page instead`,
    ),
  );
  return [...long, ...links, ...importProblems(name, text)];
}

/** Returns packages that a README imports without installing them: strict package managers do not find those. */
function importProblems(name: string, text: string): Problems {
  const installed = new Set([
    name,
    ...[...text.matchAll(/^npm install .*$/gm)].flatMap(([line]) => line.split(/[\s,]+/)),
  ]);
  const blocks = [...text.matchAll(/^```(?:ts|typescript|js)\b.*\n([^]*?)^```/gm)];
  const imported = blocks.flatMap(([, code = ""]) =>
    [...code.matchAll(/ from "((?:@[^/"]+\/)?[^/".:]+)[^":]*"/g)].map(([, found]) => found!),
  );
  return [...new Set(imported)]
    .filter((each) => !installed.has(each))
    .map((each) => `${name}: README.md imports ${each}, which its \`npm install\` does not name`);
}

/**
 * Returns the peers whose range differs from that of a package of ours that this one depends on, or that npm cannot
 * install: a version such as `1.5.6-r.1`, with which we test, is in no range but `*`.
 */
export function peerProblems(manifest: Manifest, all: readonly Manifest[]): Problems {
  const peers = Object.entries(manifest.peerDependencies ?? {});
  const unmet = peers.flatMap(([peer, range]) => {
    const tested = manifest.devDependencies?.[peer] ?? "";
    const isUnmet = tested.includes("-") && range !== "*";
    return isUnmet
      ? [`${manifest.name}: asks for ${peer} ${range}, and npm keeps ${tested} out`]
      : [];
  });
  const different = peers.flatMap(([peer, range]) =>
    all
      .filter(({ name }) => manifest.dependencies?.[name] !== undefined)
      .flatMap(({ name, peerDependencies }) => {
        const theirs = peerDependencies?.[peer];
        return theirs === undefined || theirs === range
          ? []
          : [`${manifest.name}: asks for ${peer} ${range}, and ${name} for ${theirs}`];
      }),
  );
  return [...unmet, ...different];
}
