/** Tries of a call; each starts one frame deeper. */
const maxTries = 20;

/**
 * Returns the error of a call that runs out of stack.
 *
 * Vitest reads imports through getters that swallow all errors: where the stack ends in one of them, the import is
 * `undefined`, and calling it is another error than users would get. Such a try is repeated from another depth.
 */
export function overflowOf(call: () => unknown): unknown {
  const tryAt = (depth: number): unknown => (depth === 0 ? errorOf(call) : tryAt(depth - 1));
  let error: unknown;
  for (let depth = 0; depth < maxTries; depth++) {
    error = tryAt(depth);
    if (!(error instanceof TypeError && error.message.includes("undefined"))) break;
  }
  return error;
}

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
