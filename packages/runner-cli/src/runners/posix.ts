import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable, Writable } from "node:stream";
import type { WebDuplex } from "@lutra/runner-binary";
import { splitWords } from "../split-words.ts";
import { UsageError } from "../errors/usage-error.ts";
import type { RunnerScheme, RunnerUrl } from "./scheme.ts";

/** An executable that speaks the binary protocol on its standard streams; it ends with the connection. */
export const posix: RunnerScheme = {
  names: ["posix"],
  form: "posix:COMMAND",
  summary: "an executable that is started and spoken to on its standard streams",
  options: [],
  async connect(url) {
    const { PosixClient } = await import("@lutra/runner-posix");
    return new PosixClient(commandOf(url));
  },
  async openStream(url) {
    const { command, args } = commandOf(url);
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"] });
    await once(child, "spawn");
    const { stdin, stdout } = child;
    const readable = Readable.toWeb(stdout) as WebDuplex["readable"];
    return { readable, writable: Writable.toWeb(stdin) as WebDuplex["writable"] };
  },
};

function commandOf({ rest }: RunnerUrl): { readonly command: string; readonly args: string[] } {
  const [command, ...args] = splitWords(rest) ?? [];
  if (command !== undefined) return { command, args };
  throw new UsageError(
    `not a command: ${JSON.stringify(rest)}`,
    "write posix:COMMAND with its arguments; quotes and backslashes work as in a shell",
  );
}
