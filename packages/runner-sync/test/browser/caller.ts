// Runs in a worker of the page, which may block: starts the runner's worker, makes blocking calls, and reports.
import "@lutra-internal/browsers/dispose-symbols";
import { programFromBytes, type RunnerError } from "@lutra/runner-core";
import { SyncRunner } from "@lutra/runner-sync";
import { closes, crashes, hangs } from "./commands.ts";

/** Outcomes of the calls. */
export interface Outcome {
  readonly calls: number;
  readonly grown: number;
  readonly errorCode: string | undefined;
  readonly timeOutCode: string | undefined;
  /** The answer to the call after one that timed out and was answered late. */
  readonly afterTimeOut: readonly number[];
  readonly crashCode: string | undefined;
  readonly crashCause: string | undefined;
  /** A worker that closes itself without a word. */
  readonly silentCode: string | undefined;
  /** A worker that does not serve. */
  readonly idleCode: string | undefined;
}

function errorOf(call: () => unknown): RunnerError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error as RunnerError;
  }
}

/** Makes one call on a worker that is to be lost by it. */
async function errorOfLast(input: Uint8Array, timeoutMs: number): Promise<RunnerError | undefined> {
  const worker = startEcho();
  // Browsers tell every scope above of an error, up to the page, unless one says that it knows.
  worker.addEventListener("error", (event) => event.preventDefault());
  using runner = new SyncRunner(worker, { timeoutMs });
  await runner.ready;
  const prepared = runner.prepareSync(program);
  return errorOf(() => runner.executeSync(prepared, input));
}

const program = programFromBytes(new Uint8Array([2, 4, 0, 0, 0]));

// Bundlers look for this very form.
const startEcho = (): Worker =>
  new Worker(new URL("./echo-worker.ts", import.meta.url), { type: "module" });
const startIdle = (): Worker =>
  new Worker(new URL("./idle-worker.ts", import.meta.url), { type: "module" });

async function perform(): Promise<Outcome> {
  using runner = new SyncRunner(startEcho());
  await runner.ready;
  const prepared = runner.prepareSync(program);
  let calls = 0;
  while (
    calls < 1000 &&
    runner.executeSync(prepared, new Uint8Array([calls & 255]))[0] === (calls & 255)
  )
    calls++;
  const large = runner.executeSync(prepared, new Uint8Array(1 << 20).fill(5));
  const grown = large.every((byte) => byte === 5) ? large.length : 0;
  const refused = programFromBytes(new Uint8Array([0, 4, 0, 0, 0]));
  const errorCode = errorOf(() => runner.prepareSync(refused))?.code;

  using impatient = new SyncRunner(startEcho(), { timeoutMs: 2000 });
  await impatient.ready;
  const onImpatient = impatient.prepareSync(program);
  const timeOut = errorOf(() => impatient.executeSync(onImpatient, hangs));
  const afterTimeOut = [...impatient.executeSync(onImpatient, new Uint8Array([4]))];

  const crash = await errorOfLast(crashes, 20_000);
  const silent = await errorOfLast(closes, 2000);

  using idle = new SyncRunner(startIdle(), { timeoutMs: 200 });
  const idleCode = errorOf(() => idle.getInterfaceSync())?.code;
  return {
    calls,
    grown,
    errorCode,
    timeOutCode: timeOut?.code,
    afterTimeOut,
    crashCode: crash?.code,
    crashCause: (crash?.cause as Error | undefined)?.message,
    silentCode: silent?.code,
    idleCode,
  };
}

void perform().then((outcome) => postMessage(outcome));

// What goes wrong ends as an `error` event on the page.
addEventListener("unhandledrejection", ({ reason }) => {
  const { code, message } = reason as RunnerError;
  reportError(new Error(`${code}: ${message}`));
});
