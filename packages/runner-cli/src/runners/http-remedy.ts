import { tokenVariable } from "../token.ts";

/** Advice on refusals over HTTP, by its words: 401 wants to know who asks, 403 does not want what is asked. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /^not authorized$|^HTTP status 401/,
    `\`--token\` sends the token in ${tokenVariable}, which must be the server's`,
  ],
  [
    /not on this server's list/,
    "a token does not help: the server runs listed programs only; its operator can add this one",
  ],
  [
    /^the interface is private/,
    "ask the server with a program on its list, or ask its operator for its interface",
  ],
  [
    /does not answer for the host/,
    "use the name or address under which the server is meant to be reached",
  ],
];

/** Returns advice on an error with the code `ACCESS_DENIED`. */
export function accessRemedy(message: string): string {
  const found = remedies.find(([pattern]) => pattern.test(message));
  return found?.[1] ?? "a token does not help: the operator of the server decides what it allows";
}
