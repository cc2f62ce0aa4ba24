/**
 * Fault of a value or of bytes, on its way up to `encode` or `decode`; never leaves the package.
 *
 * It is not an `Error`, because collecting a stack trace that no one sees would cost more than decoding does.
 */
export class Fault {
  /** `type` and `range` for values, `bytes` for malformed input. */
  readonly kind: "type" | "range" | "bytes";
  readonly message: string;
  /** Position in the buffer; zero for values. */
  readonly at: number;
  /** Place of the fault, innermost step first: every level adds its own, so that success pays nothing for it. */
  readonly steps: (string | number)[] = [];

  constructor(kind: "type" | "range" | "bytes", message: string, at: number = 0) {
    this.kind = kind;
    this.message = message;
    this.at = at;
  }
}

/** Adds a step to a fault and throws it again; errors of other kinds pass unchanged. */
export function rethrow(error: unknown, step: string | number): never {
  if (error instanceof Fault) error.steps.push(step);
  throw error;
}

/** Throws a fault. */
export function raise(kind: Fault["kind"], message: string, at?: number): never {
  // oxlint-disable-next-line typescript/only-throw-error -- see Fault
  throw new Fault(kind, message, at);
}

/** Throws for a value of the wrong kind. */
export function wrongKind(expected: string, value: unknown): never {
  raise("type", `expected ${expected}, got ${describe(value)}`);
}

/** Throws for a number that its type cannot hold. */
export function outOfRange(expected: string, value: unknown): never {
  raise("range", `expected ${expected}, got ${describe(value)}`);
}

/**
 * Checks if the engine ran out of stack.
 *
 * Code that runs where the stack ends uses no regular expressions, here and in every package: V8 compiles one when it
 * is first used, and where the compiler itself meets the end of the stack, Node 20 and 22 end the whole process
 * ("RegExpCompiler Allocation failed"), in the main thread and in workers. Node 24 throws a `RangeError` instead.
 * Probes ran a handful of new expressions in each of the last 400 frames: those with operators ended the process, one
 * of plain letters, which V8 searches without compiling, did not.
 */
export function isStackOverflow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.includes("call stack") || error.message.includes("too much recursion");
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
    case "function":
    case "symbol":
      return `a ${typeof value}`;
  }
}

function describeObject(value: object): string {
  const name = Object.prototype.toString.call(value).slice(8, -1);
  // Names with `U` begin as `Uint8Array` and `URL` do.
  return "AEIO".includes(name.charAt(0)) ? `an ${name}` : `a ${name}`;
}
