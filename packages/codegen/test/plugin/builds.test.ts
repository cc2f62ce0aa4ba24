import { setTimeout as sleep } from "node:timers/promises";
import { createRandom, until } from "@lutra-internal/testing";
import { changeFiles } from "@lutra-internal/testing/files";
import { describe, expect, it } from "vitest";
import { ProjectFolder } from "../support/project.ts";
import { type BuildLog, bundlers } from "./bundlers.ts";

const outputs = [{ from: "programs", out: "src/p.lutra.ts" }];
const module = "src/p.lutra.ts";
const types = "programs/json-tree/program-type.ld";

function newProject(): ProjectFolder {
  const project = new ProjectFolder();
  project.write("src/main.ts", 'import * as p from "./p.lutra.ts";\nconsole.log(p);\n');
  project.copy("json-tree");
  return project;
}

describe.each(bundlers)("the plugin of $name", ({ build, watch }) => {
  it("generates what is not there before the build", async () => {
    using project = newProject();
    const log = await build(project, { cwd: project.folder, outputs });
    expect(log).toEqual({ errors: "", warnings: [] });
    expect(project.read("dist/main.js")).toContain("jsonTreeBytecode");
    expect(project.read(module)).toContain("class PClient");
  });

  it("makes errors of generation errors of the build", async () => {
    using project = newProject();
    project.write(types, "broken");
    const { errors } = await build(project, { cwd: project.folder, outputs });
    expect(errors).toContain(
      "src/p.lutra.ts: json-tree/program-type.ld does not hold the types of a program: ",
    );
    expect(errors).toContain("help: it takes what `lutra compile` prints");
    const missing = await build(project, { cwd: project.folder });
    expect(missing.errors).toContain("there is no lutra.codegen.json");
  });

  it("writes nothing and refuses stale modules with check", async () => {
    using project = newProject();
    const options = { cwd: project.folder, outputs, check: true };
    expect((await build(project, options)).errors).toContain(
      "src/p.lutra.ts is stale: run `npx lutra-codegen`",
    );
    expect(project.read(module)).toBeUndefined();
  });

  it("logs each warning of generation once in a build that succeeds", async () => {
    using project = newProject();
    const patterns = { exclude: ["gone-*"], names: { Gone: "X" }, brand: ["gone::*"] };
    const options = { cwd: project.folder, outputs: [{ ...outputs[0]!, ...patterns }] };
    for (const check of [false, true]) {
      const { errors, warnings } = await build(project, { ...options, check });
      expect(errors).toBe("");
      // Webpack sorts them.
      expect(warnings.toSorted()).toEqual([
        expect.stringContaining('brand: "gone::*" matches no named scalar; there is none'),
        expect.stringContaining('exclude: "gone-*" matches no program; there is json-tree'),
        expect.stringContaining('names: "Gone" matches no type; there are Json'),
      ]);
      expect(warnings.join("\n")).not.toMatch(/error/i);
    }
    expect(project.read("dist/main.js")).toContain("jsonTreeBytecode");
  });

  it("logs warnings again with each build while it watches, and no more once they are mended", async () => {
    using project = newProject();
    const exclude = (...names: readonly string[]): void => {
      const settings = { outputs: [{ ...outputs[0], exclude: names }] };
      project.write("lutra.codegen.json", JSON.stringify(settings));
    };
    exclude("gone-*");
    const logs: BuildLog[] = [];
    const end = await watch(project, { cwd: project.folder }, (log) => logs.push(log));
    const warning: unknown = expect.stringContaining('exclude: "gone-*" matches no program');
    try {
      await until(() => logs.length > 0);
      let count = 0;
      await repeatUntil(
        () =>
          project.write("src/main.ts", `import * as p from "./p.lutra.ts";\nlog(p, ${count++});\n`),
        () => logs.length > 1,
      );
      for (const { errors, warnings } of logs) expect([errors, warnings]).toEqual(["", [warning]]);
      await repeatUntil(
        () => exclude(),
        () => logs.at(-1)!.warnings.length === 0,
      );
    } finally {
      await end();
    }
    expect(logs.map(({ errors }) => errors).join("")).toBe("");
  });

  it("watches settings, programs and sources, and survives errors", async () => {
    using project = newProject();
    const exclude = (...names: readonly string[]): void => {
      const settings = { outputs: [{ ...outputs[0], exclude: names }] };
      project.write("lutra.codegen.json", JSON.stringify(settings));
    };
    exclude();
    let errors: string | undefined;
    const end = await watch(project, { cwd: project.folder }, (log) => (errors = log.errors));
    const isBuilt = (part: string): boolean =>
      project.read("dist/main.js")?.includes(part) === true;
    try {
      await until(() => isBuilt("jsonTreeBytecode"));
      await repeatUntil(
        () => project.copy("sales-report"),
        () => isBuilt("salesReportBytecode"),
      );
      await repeatUntil(
        () => project.write(types, "broken"),
        () => errors?.includes("does not hold the types") === true,
      );
      await repeatUntil(
        () => project.copy("json-tree"),
        () => errors === "",
      );
      await repeatUntil(
        () => exclude("sales-*"),
        () => !isBuilt("salesReportBytecode"),
      );
    } finally {
      await end();
    }
    expect(project.read(module)).toContain("jsonTree");
  });

  it("builds once for each edit", async () => {
    using project = newProject();
    const edit = (count: number): void => {
      project.write("programs/json-tree/main.lt", `# Version ${count}.\nfunc main(json) -> x\n`);
    };
    edit(0);
    let builds = 0;
    let errors = "";
    const end = await watch(project, { cwd: project.folder, outputs }, (log) => {
      builds++;
      errors = log.errors;
    });
    const isBuilt = (part: string): boolean =>
      errors === "" && project.read("dist/main.js")?.includes(part) === true;
    const settle = async (): Promise<void> => {
      for (let before = -1; before !== builds; await sleep(400)) before = builds;
    };
    const buildsOf = async (change: () => void, condition: () => boolean): Promise<number> => {
      const before = builds;
      change();
      // The output is there before the bundler tells of its build.
      await until(() => builds > before && condition());
      await settle();
      return builds - before;
    };
    // A bundler on a busy machine may see one write as two, so each edit is made again until it was one build.
    const fewest = { program: 9, fault: 9, mend: 9, source: 9 };
    const count = async (
      edit: keyof typeof fewest,
      change: () => void,
      condition: () => boolean,
    ): Promise<void> => {
      fewest[edit] = Math.min(fewest[edit], await buildsOf(change, condition));
    };
    try {
      await until(() => isBuilt("Version 0."));
      await repeatUntil(
        () => edit(1),
        () => isBuilt("Version 1."),
      );
      // The first build may be followed by another one, as its files are newer than the watching.
      await settle();
      for (let round = 1; round <= 4 && Object.values(fewest).some((least) => least > 1); round++) {
        await count(
          "program",
          () => edit(2 * round),
          () => isBuilt(`Version ${2 * round}.`),
        );
        await count(
          "fault",
          () => project.write(types, "broken"),
          () => errors.includes("does not hold the types"),
        );
        await count(
          "mend",
          () => {
            project.copy("json-tree");
            edit(2 * round + 1);
          },
          () => isBuilt(`Version ${2 * round + 1}.`),
        );
        const ending = `import * as p from "./p.lutra.ts";\nconsole.log(p, "end ${round}");\n`;
        await count(
          "source",
          () => project.write("src/main.ts", ending),
          () => isBuilt(`"end ${round}"`),
        );
      }
    } finally {
      await end();
    }
    expect(fewest).toEqual({ program: 1, fault: 1, mend: 1, source: 1 });
  });

  it("builds what was edited last, however close edits come", async () => {
    using project = newProject();
    let errors = "";
    const end = await watch(project, { cwd: project.folder, outputs }, (log) => {
      errors = log.errors;
    });
    const isBuilt = (part: string): boolean =>
      errors === "" && project.read("dist/main.js")?.includes(part) === true;
    const random = createRandom(1);
    const pause = async (): Promise<void> => {
      if (random.oneIn(2)) await sleep(random.below(150));
    };
    const edit = (text: string): void => {
      project.write("programs/json-tree/main.lt", `# ${text}.\nfunc main(json) -> x\n`);
    };
    try {
      await until(() => isBuilt("jsonTreeBytecode"));
      await repeatUntil(
        () => edit("Begun"),
        () => isBuilt("Begun."),
      );
      for (let round = 0; round < 5; round++) {
        edit(`Start ${round}`);
        await pause();
        for (let count = random.below(4); count > 0; count--) {
          changeFiles(project.path("programs/json-tree"), ["main.lt", "program-type.ld"], random);
          await pause();
        }
        project.copy("json-tree");
        await pause();
        edit(`End ${round}`);
        await pause();
        const source = `import * as p from "./p.lutra.ts";\nconsole.log(p, "source ${round}");\n`;
        project.write("src/main.ts", source);
        await until(() => isBuilt(`End ${round}.`) && isBuilt(`"source ${round}"`));
      }
    } finally {
      await end();
    }
    expect(errors).toBe("");
  });
});

/** Makes a change again until it is seen: some bundlers begin to watch a while after their first build. */
async function repeatUntil(change: () => void, condition: () => boolean): Promise<void> {
  await until(async () => {
    change();
    for (let round = 0; round < 20 && !condition(); round++) await sleep(50);
    return condition();
  });
}
