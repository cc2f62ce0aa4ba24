import { HostileRunner } from "@lutra-internal/testing/hostile";
import { AsyncRunner } from "@lutra/runner-async";
import { ProbeRunner } from "@lutra/runner-conformance";
import type { Run } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";

/** Name of a runner that the tests serve: the runner that executes programs, or the one for transports. */
export type ServedRunner = "interpreter" | "probe" | "hostile";

/** Makes one of them. */
export const servedRunners: Readonly<Record<ServedRunner, () => Run>> = {
  interpreter: () => new AsyncRunner(new InterpreterRunner()),
  probe: () => new ProbeRunner(),
  hostile: () => new HostileRunner(),
};
