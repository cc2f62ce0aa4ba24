// Installs the packed tarballs as a stranger would, compiles against them and loads them: `tsx main.ts TARBALL_FOLDER`.
import { tarballOf } from "@lutra-internal/checks/tarballs";
import { entriesOf, workspacePackages } from "@lutra-internal/checks/workspace";
import { compileConsumer } from "./compile.ts";
import { generateClient } from "./generate.ts";
import { loadEntries, loadProgram } from "./load.ts";
import { createScratch } from "./scratch.ts";

const packages = workspacePackages();
using scratch = createScratch();

scratch.write("package.json", {
  private: true,
  type: "module",
  dependencies: Object.fromEntries(
    packages.map((each) => [each.manifest.name, `file:${tarballOf(each)}`]),
  ),
});
const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
const { passed, output } = scratch.run("npm", install);

const failures = passed ? check() : [`npm ${install.join(" ")}:\n${output}`];
for (const failure of failures) console.error(`${failure}\n`);
console.log(`${packages.length} packages installed from tarballs, ${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;

function check(): string[] {
  scratch.write("load.cjs", loadProgram);
  return [
    ...compileConsumer(scratch, packages.flatMap(entriesOf)),
    ...packages.flatMap((each) => loadEntries(scratch, each, entriesOf(each))),
    ...packages.flatMap(({ manifest }) => Object.keys(manifest.bin ?? {})).flatMap(askForHelp),
    ...generateClient(scratch),
  ];
}

/** Returns problems of an installed command, which must start without the workspace, and without any optional peer. */
function askForHelp(command: string): string[] {
  const help = scratch.run("npx", ["--no-install", command, "--help"]);
  return help.passed ? [] : [`${command} --help:\n${help.output}`];
}
