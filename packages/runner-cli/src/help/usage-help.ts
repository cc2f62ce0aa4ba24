import { nearest } from "../nearest.ts";
import { helpOf } from "./render.ts";
import { commandHelps } from "./texts.ts";

/** Returns advice on a command that was called wrongly; for a word that is no command, the list of commands. */
export function usageHelp(command: string): string {
  const help = helpOf(command);
  if (help !== undefined) {
    return `the usage is \`lutra-runner ${help.usage}\`; see \`lutra-runner ${command} --help\``;
  }
  const names = Object.keys(commandHelps);
  const meant = nearest(command, names);
  return meant === undefined
    ? `a command is one of ${names.join(", ")}; see \`lutra-runner --help\``
    : `did you mean \`lutra-runner ${meant}\`? See \`lutra-runner --help\``;
}

/** Returns advice on an option that a command does not have. */
export function unknownOptionHelp(command: string, option: string): string {
  const names = Object.keys(helpOf(command)?.options ?? {});
  const meant = nearest(option.replace(/^--?/, ""), names);
  return meant === undefined
    ? usageHelp(command)
    : `did you mean --${meant}? See \`lutra-runner ${command} --help\``;
}
