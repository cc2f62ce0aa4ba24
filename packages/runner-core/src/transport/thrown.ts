/**
 * Maximum number of characters of a string that are kept: a message may quote a whole input, and every frame has a
 * limit.
 */
const maxTextLength = 16_384;

/**
 * Reads a property of something that was thrown. Getters and proxies may throw in turn.
 *
 * @returns the value; undefined if there is none, or reading it fails
 */
export function propertyOf(thrown: unknown, name: string): unknown {
  if (!isObject(thrown)) return undefined;
  try {
    return (thrown as Readonly<Record<string, unknown>>)[name];
  } catch {
    return undefined;
  }
}

/** Returns `true` if a value is an error, of any realm. Never throws. */
export function isError(value: unknown): value is Error {
  try {
    return (
      value instanceof Error ||
      (isObject(value) && typeof propertyOf(value, "message") === "string")
    );
  } catch {
    return false;
  }
}

/** Returns the text of something that was thrown: its message or name, else its conversion to a string. Never throws. */
export function textOf(thrown: unknown): string {
  for (const name of ["message", "name"]) {
    const text = propertyOf(thrown, name);
    if (typeof text === "string" && text !== "") return shortened(text);
  }
  try {
    return shortened(String(thrown));
  } catch {
    return "a value that has no text";
  }
}

/** Cuts a long text off, and says how much of it. */
export function shortened(text: string): string {
  if (text.length <= maxTextLength) return text;
  const left = text.length - maxTextLength;
  return `${text.slice(0, maxTextLength)}… (${left} more characters)`;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
