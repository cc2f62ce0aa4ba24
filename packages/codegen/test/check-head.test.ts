import { expect, it } from "vitest";
import { writeFakeLutra } from "./support/fake-lutra.ts";
import { ProjectFolder } from "./support/project.ts";

const page = "# x\n\n## `func` now\n\n```lutra\nfunc now(): Date\n```\n";
const args = ["--project", "src", "--out", "p.lutra.ts", "--programs", "hash"];
const all = [...args, "--server-out", "server/p.lutra.ts"];

/** Returns a project whose modules are those of its sources. */
async function generated(): Promise<ProjectFolder> {
  const project = new ProjectFolder();
  const types = { now: "Input: {}\nOutput: Date" };
  const lutra = writeFakeLutra(project, { pages: { "index.md": page }, types });
  project.write("src/module.lt", "func now() -> x");
  project.write("src/days.lt", "submodule");
  expect((await project.run(...all, "--lutra", lutra)).stderr).toBe("");
  return project;
}

it("checks modules by the hashes of their sources where there is no compiler", async () => {
  using project = await generated();
  expect(project.spawnWithoutCompiler(...all, "--check")).toEqual({
    code: 0,
    stdout: "p.lutra.ts: unchanged\nserver/p.lutra.ts: unchanged\n",
    stderr: "",
  });
  project.write("src/module.lt", "func now() -> y");
  project.write("src/new.lt", "submodule");
  project.remove("src/days.lt");
  project.remove("server");
  const changes = "src/module.lt has changed, src/new.lt is new, src/days.lt is gone";
  expect(project.spawnWithoutCompiler(...all, "--check")).toEqual({
    code: 1,
    stdout: "",
    stderr:
      `p.lutra.ts is stale, ${changes}: run \`npx lutra-codegen\`\n` +
      "server/p.lutra.ts is stale, it is not there: run `npx lutra-codegen`\n",
  });
});

it("needs a compiler to write, and for a module of others", async () => {
  using project = await generated();
  expect(project.spawnWithoutCompiler(...args).stderr).toMatch(
    /^error: p\.lutra\.ts: there is no compiler for \.lt sources\nhelp: `npm install/,
  );
  project.write("p.lutra.ts", "export {};\n");
  expect(project.spawnWithoutCompiler(...args, "--check")).toMatchObject({ code: 1, stdout: "" });
});
