/// <reference types="vite/client" />
// Generated modules make no code from strings: they work on a page whose policy forbids it.
import * as generated from "@lutra-internal/fixtures/generated/showcase";
import { codecFor } from "@lutra/bin";
import { programTypeCodec } from "@lutra/bin/program";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const files = import.meta.glob<string>(
  "../../../../examples/programs/*/{program-type,input,expected,program.bytecode-lt.rr}.ld",
  { query: "?url", import: "default", eager: true },
);
const names = Object.keys(files).flatMap(
  (path) => /([^/]+)\/program\.bytecode/.exec(path)?.[1] ?? [],
);

async function bytesOf(name: string, file: string): Promise<Uint8Array> {
  const url = files[`../../../../examples/programs/${name}/${file}.ld`] ?? "";
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

describe("under a policy that forbids code from strings", () => {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "script-src 'self'";

  beforeAll(() => document.head.append(policy));
  afterAll(() => policy.remove());

  test("the policy is in force", () => {
    // oxlint-disable-next-line typescript/no-implied-eval -- the policy forbids it
    expect(() => new Function("return 1")).toThrow(/Content Security Policy|CSP|unsafe-eval/i);
  });

  test("there are showcases", () => {
    expect(names.length).toBeGreaterThan(8);
  });

  test.each(names)("the generated client runs %s", async (name) => {
    const types = programTypeCodec.decode(await bytesOf(name, "program-type"));
    const value = codecFor(types.input, types.defs).decode(await bytesOf(name, "input"));
    const wanted = codecFor(types.output, types.defs).decode(await bytesOf(name, "expected"));
    const client = new generated.ShowcaseClientSync(new InterpreterRunner());
    const method = name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const parameters = types.input.kind.tag === "tuple" ? (value as unknown[]) : [value];
    const call = (client as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[
      method
    ]!;
    expect(call.apply(client, parameters)).toEqual(wanted);
  });
});
