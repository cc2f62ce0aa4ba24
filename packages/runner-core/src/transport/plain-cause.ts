import { isError, propertyOf, shortened, textOf } from "./thrown.ts";

/** An error's cause as plain data, for transports that cross threads: what structured cloning keeps of any error. */
export interface PlainCause {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: string | undefined;
  readonly cause?: PlainCause | undefined;
}

/** Maximum depth of a chain of causes; the rest is cut off. Causes can be cyclic. */
const maxDepth = 8;

/**
 * Describes a cause; anything but an error becomes its text, and of a long text the start. `undefined` stays what it is.
 * Never throws.
 */
export function plainCause(cause: unknown, depth: number = 0): PlainCause | undefined {
  if (cause === undefined || depth === maxDepth) return undefined;
  const message = textOf(cause);
  if (!isError(cause)) return { name: "Error", message };
  return {
    name: stringOf(cause, "name") ?? "Error",
    message: stringOf(cause, "message") ?? message,
    stack: stringOf(cause, "stack"),
    code: stringOf(cause, "code"),
    cause: plainCause(propertyOf(cause, "cause"), depth + 1),
  };
}

/** Makes an error of what {@link plainCause} gave; of anything else, `undefined`. Never throws. */
export function causeFromPlain(plain: unknown, depth: number = 0): Error | undefined {
  if (typeof plain !== "object" || plain === null || depth === maxDepth) return undefined;
  const { name, message, stack, code, cause } = plain as Partial<Record<keyof PlainCause, unknown>>;
  if (typeof name !== "string" || typeof message !== "string") return undefined;
  const inner = causeFromPlain(cause, depth + 1);
  const error = new Error(message, inner === undefined ? undefined : { cause: inner });
  error.name = name;
  if (typeof stack === "string") error.stack = stack;
  return typeof code === "string" ? Object.assign(error, { code }) : error;
}

function stringOf(cause: Error, name: string): string | undefined {
  const text = propertyOf(cause, name);
  return typeof text === "string" ? shortened(text) : undefined;
}
