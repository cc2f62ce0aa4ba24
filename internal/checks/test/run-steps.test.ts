import { describe, expect, it } from "vitest";
import { runSteps, type Step } from "../src/run-steps.ts";

const pass = (name: string, after: string[] = []): Step => ({ name, run: () => [], after });

const outcomes = async (steps: readonly Step[]): Promise<string[]> =>
  (await runSteps(steps)).map(({ name, outcome }) => `${name} ${outcome}`);

describe("runSteps", () => {
  it("runs everything, and skips only what needs a failed step", async () => {
    const fail: Step = { name: "build", run: () => ["does not compile"] };
    expect(
      await outcomes([fail, pass("lint"), pass("pack", ["build"]), pass("attw", ["pack"])]),
    ).toEqual(["build failed", "lint passed", "pack skipped", "attw skipped"]);
  });

  it("starts a step after the ones it names", async () => {
    const order: string[] = [];
    const step = (name: string, after: string[] = []): Step => ({
      name,
      after,
      run: async () => {
        order.push(`${name} starts`);
        await Promise.resolve();
        order.push(`${name} ends`);
        return [];
      },
    });
    await runSteps([step("build"), step("pack", ["build"])]);
    expect(order).toEqual(["build starts", "build ends", "pack starts", "pack ends"]);
  });

  it("never runs more steps at a time than it may", async () => {
    let running = 0;
    let most = 0;
    const steps = Array.from({ length: 9 }, (_, i): Step => ({
      name: `step ${i}`,
      run: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        return [];
      },
    }));
    await runSteps(steps, { concurrency: 3 });
    expect(most).toBe(3);
  });

  it("fails a command by its exit code, and shows what it printed", async () => {
    const script = "console.log('first'); console.error('second'); process.exitCode = 3";
    const [report] = await runSteps([{ name: "node", run: [process.execPath, "-e", script] }]);
    expect(report).toMatchObject({ outcome: "failed", output: "first\nsecond" });
  });

  it("fails a command that does not exist", async () => {
    const [report] = await runSteps([{ name: "none", run: ["./no-such-command"] }]);
    expect(report?.outcome).toBe("failed");
  });

  it("fails a check that throws, and keeps a passed one quiet", async () => {
    const reports = await runSteps([
      { name: "throws", run: () => Promise.reject(new Error("no file")) },
      { name: "quiet", run: [process.execPath, "-e", "console.log('noise')"] },
    ]);
    expect(reports[0]).toMatchObject({ outcome: "failed" });
    expect(reports[0]?.output).toContain("no file");
    expect(reports[1]).toMatchObject({ outcome: "passed", output: "" });
  });

  it("refuses a step after one that is not listed before it", async () => {
    await expect(runSteps([pass("pack", ["build"])])).rejects.toThrow(RangeError);
  });
});
