import { tokenVariable } from "../token.ts";

/** What to do about a refusal over HTTP, by its words: 401 wants to know who asks, 403 does not want what is asked. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /^not authorized$|^HTTP status 401/,
    `\`--token\` sends the token in ${tokenVariable}, which must be the server's`,
  ],
  [
    /not on this server's list/,
    "a token does not help: the server runs listed programs only; whoever runs it can add this one",
  ],
  [
    /^the interface is private/,
    "ask the server with a program on its list, or whoever runs it for its interface",
  ],
  [
    /does not answer for the host/,
    "use the name or address under which the server is meant to be reached",
  ],
];

/** What to do about an error with the code `ACCESS_DENIED`. */
export function accessRemedy(message: string): string {
  const found = remedies.find(([pattern]) => pattern.test(message));
  return found?.[1] ?? "a token does not help: whoever runs the server decides what it allows";
}
