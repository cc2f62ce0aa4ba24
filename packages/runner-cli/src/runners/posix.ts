import { splitWords } from "../split-words.ts";
import { UsageError } from "../usage-error.ts";
import type { RunnerScheme } from "./scheme.ts";

/** An executable that speaks the binary protocol on its standard streams; it ends with the connection. */
export const posix: RunnerScheme = {
  names: ["posix"],
  form: "posix:COMMAND",
  summary: "an executable that is started and spoken to on its standard streams",
  options: [],
  blocks: false,
  async connect({ rest }) {
    const [command, ...args] = splitWords(rest) ?? [];
    if (command === undefined) {
      throw new UsageError(
        `not a command: ${JSON.stringify(rest)}`,
        "write posix:COMMAND with its arguments; quotes and backslashes work as in a shell",
      );
    }
    const { PosixClient } = await import("@lutra/runner-posix");
    return new PosixClient({ command, args });
  },
};
