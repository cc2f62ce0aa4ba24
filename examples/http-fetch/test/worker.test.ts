import { showcase } from "@lutra-internal/fixtures";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes, typedProgram } from "@lutra/runner-core";
import { fetchExchange, HttpClient } from "@lutra/runner-http";
import { expect, test } from "vitest";
import worker from "../src/worker.ts";

const client = new HttpClient("https://edge.example", {
  exchange: fetchExchange((url, init) => worker.fetch(new Request(url, init))),
});

function typed(name: string): ReturnType<typeof codecsFor> & { run: () => Promise<unknown> } {
  const { bytecodeLt, programType, input } = showcase(name);
  if (bytecodeLt === undefined) throw new Error(`${name} has no bytecode`);
  const codecs = codecsFor(programType);
  const program = typedProgram(programFromBytes(bytecodeLt), codecs.input, codecs.output);
  return { ...codecs, run: () => client.run(program, codecs.input.decode(input)) };
}

test.each(["movie-search", "sales-report"])("the worker runs %s", async (name) => {
  const { output, run } = typed(name);
  expect(output.encode(await run())).toEqual(showcase(name).expected);
});

test("the worker refuses other programs", async () => {
  await expect(typed("leaderboard").run()).rejects.toMatchObject({ code: "ACCESS_DENIED" });
});
