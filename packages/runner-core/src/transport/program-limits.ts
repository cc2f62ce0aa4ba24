import { checkedLimit } from "./limits.ts";
import type { ProgramBudget } from "./program-budget.ts";

/** Limits on the programs that one connection holds: options of a {@link Session} and of servers of connections. */
export interface ProgramLimits {
  /** Maximum number of programs that the client may hold. @default 1024 */
  readonly maxPrograms?: number | undefined;
  /**
   * Memory that the client's programs may take together, in bytes, by `memoryBytes` of the runner's handles; of
   * others it is estimated by the size of the program. @default 268435456 (256 MiB)
   */
  readonly maxProgramBytes?: number | undefined;
  /** Memory of programs that connections share: pass one budget to all connections of a server. @default none */
  readonly programBudget?: ProgramBudget | undefined;
}

/** {@link ProgramLimits} with defaults filled in. */
export interface CheckedProgramLimits {
  readonly maxPrograms: number;
  readonly maxProgramBytes: number;
  readonly programBudget: ProgramBudget | undefined;
}

/**
 * Fills in defaults and checks limits, for servers that accept clients later and want to fail at once.
 *
 * @throws RangeError for a limit that is not a whole number from 1
 */
export function checkedProgramLimits(limits: ProgramLimits): CheckedProgramLimits {
  const { maxPrograms = 1024, maxProgramBytes = 2 ** 28, programBudget } = limits;
  return {
    maxPrograms: checkedLimit("maxPrograms", maxPrograms),
    maxProgramBytes: checkedLimit("maxProgramBytes", maxProgramBytes),
    programBudget,
  };
}
