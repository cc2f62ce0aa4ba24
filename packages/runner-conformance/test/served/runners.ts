import { AsyncRunner } from "@lutra/runner-async";
import { ProbeRunner } from "@lutra/runner-conformance";
import type { Run } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";

/** What is served in the tests: the runner that executes programs, and the one for transports. */
export const servedRunners = {
  interpreter: () => new AsyncRunner(new InterpreterRunner()),
  probe: () => new ProbeRunner(),
} as const satisfies Record<string, () => Run>;

export type ServedRunner = keyof typeof servedRunners;
