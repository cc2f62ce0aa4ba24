import { escapeControls } from "@lutra/bin/render";
import { DecodeError } from "@lutra/bin";
import { ErrorCode, isRunnerError } from "@lutra/runner-core";
import { CommandError } from "./errors/command-error.ts";
import { messageOf } from "./errors/message-of.ts";
import { SourceErrors } from "./errors/source-errors.ts";
import { duckDbRemedy } from "./runners/duckdb-remedy.ts";
import { accessRemedy } from "./runners/http-remedy.ts";
import { postgresRemedy } from "./runners/postgres-remedy.ts";
import { UsageError } from "./errors/usage-error.ts";
import { terminalText } from "./terminal-text.ts";

/** Message for the user, and exit code for the shell. */
export interface ErrorReport {
  readonly text: string;
  readonly exitCode: 1 | 2;
}

/** Advice on errors of runners, by its code. */
const remedies: Readonly<Record<string, string>> = {
  [ErrorCode.PREPARE_ERROR]:
    "the runner refused the program; `--runner` chooses another runner, and `lutra-runner compile --kind` the kind of program",
  [ErrorCode.CONNECTION_CLOSED]: "is the runner there? its own output may say more",
  [ErrorCode.SERVER_ENDING]:
    "nothing ran; call again, for another server or this one when it is back",
  [ErrorCode.PROTOCOL_ERROR]:
    "what answers is no runner, or not at this address: tcp:// is for `serve --at`, http:// for `serve --http`, posix: for `serve --stdio`",
  [ErrorCode.FRAME_TOO_LARGE]:
    "a value may be too large for the connection; a size beyond reason means that the other side speaks another protocol, such as HTTP or TLS",
  [ErrorCode.DECODE_ERROR]: "input, program and `--type` must belong together",
  [ErrorCode.LIMIT_EXCEEDED]: "if you trust the program, raise the limit that the message names",
  [ErrorCode.TIMEOUT]: "`--timeout` allows more time",
};

/** Advice on a program that no runner could read. */
const damaged = "the file is no program, or cut off or damaged: compile the program again";

/** Turns anything thrown into text for the terminal: a line that says what was wrong, and one that says what to do. */
export function reportError(error: unknown): ErrorReport {
  if (error instanceof UsageError) return report("usage", error.message, error.help, 2);
  if (error instanceof SourceErrors) return { text: error.text, exitCode: 1 };
  if (error instanceof CommandError) return report(error.code, error.message, error.help, 1);
  if (isRunnerError(error)) {
    const { code, message } = error;
    return report(code, message, remedyOf(code ?? "", message), 1);
  }
  if (error instanceof DecodeError) {
    return report(ErrorCode.DECODE_ERROR, error.message, remedies[ErrorCode.DECODE_ERROR], 1);
  }
  return report(undefined, messageOf(error), undefined, 1);
}

function remedyOf(code: string, message: string): string | undefined {
  if (code === ErrorCode.ACCESS_DENIED) return accessRemedy(message);
  if (code === ErrorCode.PREPARE_ERROR && message.startsWith("malformed program")) return damaged;
  return postgresRemedy(message) ?? duckDbRemedy(message) ?? remedies[code];
}

function report(
  code: string | undefined,
  message: string,
  help: string | undefined,
  exitCode: 1 | 2,
): ErrorReport {
  // Any of it may come from a peer, or a file: nothing that a terminal obeys, and no line that looks like our own.
  const first = `error${code === undefined ? "" : `[${escapeControls(code)}]`}: ${paragraph(message)}\n`;
  return { text: help === undefined ? first : `${first}help: ${paragraph(help)}\n`, exitCode };
}

function paragraph(text: string): string {
  return terminalText(text).trimEnd().replaceAll("\n", "\n  ");
}
