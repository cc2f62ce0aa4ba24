import { until } from "@lutra-internal/testing";
import { createLogger, createServer } from "vite";
import { expect, it } from "vitest";
import { lutraCodegen } from "../../src/node/vite.ts";
import { ProjectFolder } from "../support/project.ts";

it("generates while Vite's server runs, shows errors, and ends with it", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const errors: string[] = [];
  const customLogger = createLogger("silent");
  customLogger.error = (message) => errors.push(message);
  const outputs = [{ from: "programs", out: "src/p.lutra.ts" }];
  const server = await createServer({
    root: project.folder,
    configFile: false,
    customLogger,
    server: { middlewareMode: true, ws: false },
    plugins: [lutraCodegen({ cwd: project.folder, outputs })],
  });
  const isWritten = (part: string): boolean =>
    project.read("src/p.lutra.ts")?.includes(part) === true;
  try {
    expect(isWritten("jsonTree")).toBe(true);
    project.copy("sales-report");
    await until(() => isWritten("salesReport"));
    project.write("programs/json-tree/program-type.ld", "broken");
    await until(() => errors.length > 0);
    expect(errors[0]).toMatch(
      /^lutra-codegen: src\/p\.lutra\.ts: json-tree\/program-type\.ld does not/,
    );
    project.copy("json-tree");
    project.remove("programs/sales-report");
    await until(() => !isWritten("salesReport"));
  } finally {
    await server.close();
  }
});

it("logs each warning once for a pass, and shows none in the page", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const [errors, warnings]: [string[], string[]] = [[], []];
  const customLogger = {
    ...createLogger("silent"),
    error: (message: string) => errors.push(message),
    warn: (message: string) => warnings.push(message),
  };
  const outputs = [{ from: "programs", out: "src/p.lutra.ts", exclude: ["gone-*"] }];
  const server = await createServer({
    root: project.folder,
    configFile: false,
    customLogger,
    server: { middlewareMode: true, ws: false },
    plugins: [lutraCodegen({ cwd: project.folder, outputs })],
  });
  const warning = 'lutra-codegen: exclude: "gone-*" matches no program; there';
  try {
    expect(warnings).toEqual([`${warning} is json-tree`]);
    project.copy("sales-report");
    await until(() => warnings.at(-1) === `${warning} are json-tree, sales-report`);
    expect(errors).toEqual([]);
  } finally {
    await server.close();
  }
});

it("starts a server whose settings are missing, and says so", async () => {
  using project = new ProjectFolder();
  const errors: string[] = [];
  const customLogger = createLogger("silent");
  customLogger.error = (message) => errors.push(message);
  const server = await createServer({
    root: project.folder,
    configFile: false,
    customLogger,
    server: { middlewareMode: true, ws: false },
    plugins: [lutraCodegen({ cwd: project.folder })],
  });
  await server.close();
  expect(errors).toEqual([expect.stringContaining("there is no lutra.codegen.json")]);
});
