// Runs in a worker of the page, which may block: starts the runner's worker, makes blocking calls, and reports.
import { programFromBytes, type RunnerError } from "@lutra/runner-core";
import { SyncRunner } from "@lutra/runner-sync";

/** What came of it. */
export interface Outcome {
  readonly calls: number;
  readonly grown: number;
  readonly errorCode: string | undefined;
  readonly timeOutCode: string | undefined;
}

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return (error as RunnerError).code;
  }
}

// Bundlers look for this very form.
const startEcho = (): Worker =>
  new Worker(new URL("./echo-worker.ts", import.meta.url), { type: "module" });
const startIdle = (): Worker =>
  new Worker(new URL("./idle-worker.ts", import.meta.url), { type: "module" });

async function perform(): Promise<Outcome> {
  using runner = new SyncRunner(startEcho());
  await runner.ready;
  const prepared = runner.prepareSync(programFromBytes(new Uint8Array([2, 4, 0, 0, 0])));
  let calls = 0;
  while (
    calls < 1000 &&
    runner.executeSync(prepared, new Uint8Array([calls & 255]))[0] === (calls & 255)
  )
    calls++;
  const large = runner.executeSync(prepared, new Uint8Array(1 << 20).fill(5));
  const grown = large.every((byte) => byte === 5) ? large.length : 0;
  const errorCode = codeOf(() =>
    runner.prepareSync(programFromBytes(new Uint8Array([0, 4, 0, 0, 0]))),
  );

  const idle = new SyncRunner(startIdle(), { timeoutMs: 200 });
  const timeOutCode = codeOf(() => idle.getInterfaceSync());
  idle.shutdownSync();
  return { calls, grown, errorCode, timeOutCode };
}

void perform().then((outcome) => postMessage(outcome));

// What goes wrong ends as an `error` event on the page.
addEventListener("unhandledrejection", ({ reason }) => {
  reportError(reason);
});
