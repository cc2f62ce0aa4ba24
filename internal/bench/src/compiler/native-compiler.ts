import { once } from "node:events";
import { createInterface } from "node:readline";
import { spawnPeer } from "@lutra-internal/interop";
import { cpuTimeMs } from "../scale/cpu-time.ts";

/** The original's compiler in a process of its own, with one project. */
export interface NativeCompiler extends AsyncDisposable {
  /** Compiles a program and resolves to its bytes. */
  compile(program: string): Promise<Uint8Array>;
  /** Returns the CPU time that the process has used, in milliseconds. */
  cpuMs(): number;
}

/**
 * Starts the original's compiler, for bytecode, and checks a project.
 *
 * @param peer path of the peer's executable
 */
export async function startNativeCompiler(peer: string, source: string): Promise<NativeCompiler> {
  const child = spawnPeer(peer, ["compile", "repr:bytecode-lt"]);
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ask = async (line: string): Promise<Uint8Array> => {
    child.stdin.write(`${Buffer.from(line).toString("hex")}\n`);
    const { value } = (await answers.next()) as IteratorResult<string, undefined>;
    const [outcome, digits = ""] = (value ?? "ended").split(" ");
    if (outcome === "ok") return new Uint8Array(Buffer.from(digits, "hex"));
    throw new Error(`the original's compiler: ${outcome} ${Buffer.from(digits, "hex").toString()}`);
  };
  await ask(source);
  return {
    compile: ask,
    cpuMs: () => cpuTimeMs([child.pid ?? 0]),
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, "close");
      child.stdin.end();
      await ended;
    },
  };
}
