import type { Run } from "@lutra/runner-core";
import { checkedDuration, errorMessage } from "@lutra/runner-core/transport";
import { within } from "./check.ts";
import type { ByteDuplex } from "./stream/raw-stream.ts";
import { caseId, type ConformanceCase, type Feature } from "./conformance-case.ts";

/** Result of a case. */
export type Outcome =
  | "passed"
  | "failed"
  /** It failed, and is listed among the known failures. */
  | "known failure"
  /** It is listed among the known failures, and passed: the list is wrong. */
  | "unexpected pass"
  /** The subject lacks what it needs. */
  | "skipped";

/** A case and what became of it. */
export interface CaseResult {
  readonly group: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** Reason of the failure, or the ability that the subject lacks. */
  readonly message?: string;
  readonly durationMs: number;
}

/** Options of {@link runCases}. */
export interface RunCasesOptions {
  /** Abilities that the subject does not have, of those that cases name in their `needs`. @default nothing */
  readonly lacks?: readonly Feature[] | undefined;
  /** Ids of cases that must fail; see `parseKnownFailures`. @default none */
  readonly knownFailures?: ReadonlySet<string> | undefined;
  /** Longest time that a case may take, in milliseconds; `Infinity` waits. @default 30000 */
  readonly timeoutMs?: number | undefined;
  /**
   * Checks, after a case that failed, that the subject is still there; rejects with the reason if it is not. The cases
   * that are left are then not run, and one failure says why. @default connects again, if the subject has `connect`
   */
  readonly checkAlive?: (() => Promise<unknown>) | undefined;
  /** Called after each case. */
  readonly onResult?: ((result: CaseResult) => void) | undefined;
}

const defaultTimeoutMs = 30_000;

/**
 * Runs cases one after the other. Known failures that are none of the cases count as failed.
 *
 * @returns a result for each case, in their order; a case that fails is a result and no rejection
 * @throws RangeError if `timeoutMs` is out of range
 *
 * @example
 * ```ts no-run
 * const results = await runCases(runnerCases("bytecodeLt"), { kind: "bytecodeLt", connect });
 * ```
 */
export async function runCases<Subject>(
  cases: readonly ConformanceCase<Subject>[],
  subject: Subject,
  options: RunCasesOptions = {},
): Promise<readonly CaseResult[]> {
  const { onResult, timeoutMs = defaultTimeoutMs } = options;
  checkedDuration("timeoutMs", timeoutMs, { min: 1 });
  const results: CaseResult[] = [];
  const add = (result: CaseResult): void => {
    results.push(result);
    onResult?.(result);
  };
  for (const [index, each] of cases.entries()) {
    const result = await runCase(each, subject, options, timeoutMs);
    add(result);
    if (result.outcome !== "failed" && result.outcome !== "known failure") continue;
    const reason = await reasonOfEnd(subject, options, timeoutMs);
    if (reason === undefined) continue;
    const left = cases.length - index - 1;
    const message = `the subject is gone after the case "${caseId(each)}"; ${left} cases were not run: ${reason}`;
    add({ group: "subject", name: "stays alive", outcome: "failed", message, durationMs: 0 });
    return results;
  }
  for (const id of unknownFailures(cases, options.knownFailures)) {
    const message = `the list of known failures names a case that does not exist: ${id}`;
    add({ group: "known failures", name: id, outcome: "failed", message, durationMs: 0 });
  }
  return results;
}

/** Finds the reason why a subject can serve no further call; `undefined` if it can, or if the reason is unknown. */
async function reasonOfEnd(
  subject: unknown,
  { checkAlive = () => reconnect(subject) }: RunCasesOptions,
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    await within(timeoutMs, checkAlive(), "the check of whether the subject is there");
    return undefined;
  } catch (error) {
    return errorMessage(error).display;
  }
}

/** Connects to a subject, asks a runner for the least, and disconnects. Some subjects have nothing to connect to. */
async function reconnect(subject: unknown): Promise<void> {
  const { connect } = (subject ?? {}) as { connect?: () => Promise<Partial<Run & ByteDuplex>> };
  if (typeof connect !== "function") return;
  const connected = await connect.call(subject);
  try {
    await connected.getExternals?.();
  } finally {
    await connected.shutdown?.();
    await connected.writable?.abort();
  }
}

/**
 * Returns the ids of known failures that are no cases.
 *
 * @example
 * const [typo] = unknownFailures(runnerCases("bytecodeLt"), new Set(["handles: no such case"]));
 */
export function unknownFailures(
  cases: readonly ConformanceCase<never>[],
  knownFailures: ReadonlySet<string> = new Set(),
): readonly string[] {
  const ids = new Set(cases.map(caseId));
  return [...knownFailures].filter((id) => !ids.has(id));
}

async function runCase<Subject>(
  each: ConformanceCase<Subject>,
  subject: Subject,
  options: RunCasesOptions,
  timeoutMs: number,
): Promise<CaseResult> {
  const { lacks = [], knownFailures } = options;
  const { group, name, needs = [] } = each;
  const missing = needs.filter((need) => lacks.includes(need));
  if (missing.length > 0) {
    const message = `the subject lacks: ${missing.join(", ")}`;
    return { group, name, outcome: "skipped", message, durationMs: 0 };
  }
  const isKnown = knownFailures?.has(caseId(each)) === true;
  const start = performance.now();
  const took = (): number => Math.round(performance.now() - start);
  try {
    await within(timeoutMs, each.run(subject), "the case");
  } catch (error) {
    const message = errorMessage(error).display;
    const outcome = isKnown ? "known failure" : "failed";
    return { group, name, outcome, message, durationMs: took() };
  }
  if (!isKnown) return { group, name, outcome: "passed", durationMs: took() };
  const message = "it is listed among the known failures, and passes: take it off the list";
  return { group, name, outcome: "unexpected pass", message, durationMs: took() };
}
