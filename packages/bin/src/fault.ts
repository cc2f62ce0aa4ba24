/** What is wrong with a value or with bytes, on its way up to `encode` or `decode`; never leaves the package. */
export class Fault extends Error {
  /** `type` and `range` for values, `bytes` for malformed input. */
  readonly kind: "type" | "range" | "bytes";
  /** Position in the buffer; zero for values. */
  readonly at: number;
  /** Where the fault is, innermost step first: every level adds its own, so that success pays nothing for it. */
  readonly steps: (string | number)[] = [];

  constructor(kind: "type" | "range" | "bytes", message: string, at: number = 0) {
    super(message);
    this.kind = kind;
    this.at = at;
  }
}

/** Adds a step to a fault and throws it again; errors of other kinds pass unchanged. */
export function rethrow(error: unknown, step: string | number): never {
  if (error instanceof Fault) error.steps.push(step);
  throw error;
}

/** Throws for a value of the wrong kind. */
export function wrongKind(expected: string, value: unknown): never {
  throw new Fault("type", `expected ${expected}, got ${describe(value)}`);
}

/** Throws for a number that its type cannot hold. */
export function outOfRange(expected: string, value: unknown): never {
  throw new Fault("range", `expected ${expected}, got ${describe(value)}`);
}

/** Whether the engine ran out of stack. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && /call stack|too much recursion/i.test(error.message);
}

function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
    case "bigint":
      return `${value}n`;
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? `an array of ${value.length}` : describeObject(value);
    default:
      return `a ${typeof value}`;
  }
}

function describeObject(value: object): string {
  const name = Object.prototype.toString.call(value).slice(8, -1);
  return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`;
}
