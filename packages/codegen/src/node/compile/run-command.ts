import { execFile } from "node:child_process";

/** Longest time that a command may take, in milliseconds. */
const timeoutMs = 120_000;

/** Maximum number of bytes that a command may print. */
const maxBuffer = 64 << 20;

/** Output of a command that has ended. */
export interface CommandOutput {
  /** Exit code; `undefined` if a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end, without a shell.
 *
 * @returns `undefined` if there is no such command
 * @throws Error if it cannot be started, takes longer than two minutes, or prints more than 64 MiB
 */
export async function runCommand(
  command: string,
  args: readonly string[],
): Promise<CommandOutput | undefined> {
  // Messages are shown as they are, so they must have no colours.
  const options = { timeout: timeoutMs, maxBuffer, env: { ...process.env, NO_COLOR: "1" } };
  return await new Promise((resolve, reject) => {
    execFile(command, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, stdout, stderr });
      else if (error.code === "ENOENT") resolve(undefined);
      else if (error.killed === true) reject(new Error(`${command} took longer than two minutes`));
      else if (typeof error.code === "string") reject(error);
      else resolve({ code: error.code ?? undefined, stdout, stderr });
    });
  });
}
