import { tokenVariable } from "./token.ts";

/** A string without its secrets, and the secrets, as they stood there and decoded. */
interface Cleared {
  readonly text: string;
  readonly secrets: readonly string[];
}

/** Returns a runner URL as it may be shown and kept: without passwords and tokens. */
export function withoutPassword(url: string): string {
  return cleared(url).text;
}

/** Collects the secrets of a command line: those in the URLs of runners, and the token. */
export function secretsOf(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const token = env[tokenVariable];
  return [...args.flatMap((arg) => cleared(arg).secrets), ...(token === undefined ? [] : [token])];
}

/** Shortest secret that is looked for in a string: a shorter one would be found everywhere. */
const shortest = 4;

/** Replaces secrets in a string. Errors of drivers and servers may repeat what they were given. */
export function redacted(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= shortest)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
}

function cleared(text: string): Cleared {
  const secrets: string[] = [];
  const hide = (secret: string): string => {
    if (secret !== "") secrets.push(secret, decoded(secret));
    return "***";
  };
  // The words of a command may be URLs themselves; anywhere else a blank can be part of a password.
  const words = text.startsWith("posix:")
    ? (text.match(/'[^']*'?|"[^"]*"?|[^\s'"]+|\s+/g) ?? [])
    : [text];
  const shown = words.map((word) => withoutUserinfo(word, hide)).join("");
  return { text: withoutParameters(withoutFlags(shown, hide), hide), secrets };
}

type Hide = (secret: string) => string;

/**
 * Takes the password out of `scheme://user:password@host`. A password may hold `@`, `/` and `?` as they are, so it ends
 * at the last `@`. Over HTTP, a user without a password is likely to be a token.
 */
function withoutUserinfo(word: string, hide: Hide): string {
  const found = /^(.*?:\/\/)([^:/@]*)(:)?(.*)@/s.exec(word);
  if (found === null) return word;
  const [whole, scheme = "", user = "", colon, password = ""] = found;
  const rest = word.slice(whole.length);
  if (colon !== undefined) {
    hide(password);
    return `${scheme}${user}@${rest}`;
  }
  if (/^https?:\/\/$/.test(scheme) && password === "") return `${scheme}${hide(user)}@${rest}`;
  // A user with `@` or `/` in its name: a password follows the last colon before the host.
  return word.replace(/^(.*?:\/\/[^?]*?):([^/@]*)@/s, (_, before: string, secret: string) => {
    hide(secret);
    return `${before}@`;
  });
}

const secretName =
  /pass|pwd|secret|token|credential|(?:api|access|private)[-_]?key|^auth(?:orization)?$/i;
const fileName = /file$|^sslkey$|^passfile$/i;

function isSecret(name: string): boolean {
  const plain = decoded(name);
  return secretName.test(plain) && !fileName.test(plain);
}

/** Hides the values of `?password=...`, of `password=...` in strings of libpq, and of variables of a command. */
function withoutParameters(text: string, hide: Hide): string {
  const parameter =
    /([^\s?&;#='":]+)(\s*=\s*)('(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?|(?:\\.|[^\s&;#'"\\])*)/gs;
  return text.replace(parameter, (whole, name: string, equals: string, value: string) => {
    if (!isSecret(name)) return whole;
    return `${name}${equals}${hide(value.replace(/^(['"])(.*)\1$/s, "$2"))}`;
  });
}

/** Hides what follows `--password` and the like in a command. */
function withoutFlags(text: string, hide: Hide): string {
  if (!text.startsWith("posix:")) return text;
  return text.replace(/(--?[\w-]+)(['"]?\s+)('[^']*'|"[^"]*"|[^\s-]\S*)/g, (whole, ...found) => {
    const [flag, blank, value] = found as unknown as readonly [string, string, string];
    return isSecret(flag)
      ? `${flag}${blank}${hide(value.replace(/^(['"])(.*)\1$/s, "$2"))}`
      : whole;
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
