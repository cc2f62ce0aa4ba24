import { parseArgs } from "node:util";
import { parseAddress } from "../address.ts";
import { positiveInteger } from "../arguments.ts";
import { connectOptions } from "../connect-options.ts";
import { serveOptions } from "../help/options.ts";
import type { Io } from "../io.ts";
import { connectRunner, withoutPassword } from "../runner-url.ts";
import { checkKinds, httpAccess } from "../serve/http-access.ts";
import { httpPlaces } from "../serve/http-places.ts";
import { listenHttp } from "../serve/listen-http.ts";
import { listenTcp } from "../serve/listen-tcp.ts";
import type { Drainable } from "../serve/listening.ts";
import { withSpinner } from "../spinner.ts";
import { Interrupted } from "../errors/interrupted.ts";
import { UsageError } from "../errors/usage-error.ts";

/** Address at which upstream's `lutra serve` listens too. */
const defaultAddress = "127.0.0.1:7373";

/** Options that mean nothing without `--http`. */
const httpOptions: ReadonlySet<string> = new Set([
  "allow-anyone",
  "token",
  "programs",
  "origins",
  "hosts",
  "log",
]);

/** Runs `lutra-runner serve`: offers a runner over TCP, HTTP or the standard streams until it is told to stop. */
export async function serve(args: readonly string[], io: Io): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: serveOptions,
  });
  const { runner: url, at, http, stdio = false, programs, token = false, log = false } = values;
  if (url === undefined) throw new UsageError("serve needs --runner URL");
  if (stdio && (at ?? http) !== undefined) {
    throw new UsageError("--stdio serves the standard streams and nothing else");
  }
  if (stdio && values.drain !== undefined) {
    throw new UsageError("--drain: only for TCP and HTTP, and --stdio has one client");
  }
  const anyone = values["allow-anyone"] === true;
  const aboutHttp = Object.keys(values).filter((name) => httpOptions.has(name));
  if (http === undefined && aboutHttp.length > 0) {
    throw new UsageError(`--${aboutHttp.join(", --")}: only for HTTP, and there is no --http`);
  }
  const httpSettings =
    http === undefined
      ? undefined
      : {
          ...parseAddress("--http", http),
          access: { ...(await httpAccess({ anyone, token, programs }, io)), ...httpPlaces(values) },
          log,
        };
  const drainSeconds = positiveInteger("drain", values.drain);
  const tcpText = at ?? (http === undefined ? defaultAddress : undefined);
  const tcpAddress = tcpText === undefined ? undefined : parseAddress("--at", tcpText);

  // The token is asked for here; what the runner itself may want is another matter.
  const options = connectOptions({ ...values, token: false }, io);
  const runner = await withSpinner(io.stderr, `opening ${withoutPassword(url)}`, () =>
    connectRunner(url, options, "serve"),
  );
  if (stdio) {
    const { servePosix } = await import("@lutra/runner-posix");
    return await servePosix(runner);
  }
  // A caller that reads "Listening" may at once ask it to end.
  const { interrupted } = io;
  const listeners: Drainable[] = [];
  try {
    const listed = httpSettings?.access.programs;
    if (listed !== undefined) await checkKinds(listed, runner, withoutPassword(url));
    if (tcpAddress !== undefined) listeners.push(await listenTcp(runner, tcpAddress, io));
    if (httpSettings !== undefined) listeners.push(await listenHttp(runner, httpSettings, io));
    await aborted(interrupted);
    if (drainSeconds !== undefined && isAskedToEnd(interrupted)) {
      await draining(io, listeners, drainSeconds, http !== undefined);
    }
  } finally {
    await closing(io, async () => {
      await Promise.all(listeners.map((each) => each.close()));
      await runner.shutdown();
    });
  }
}

/** Says if the system asked the process to end; after Ctrl-C a person waits. */
function isAskedToEnd({ reason }: AbortSignal): boolean {
  return reason instanceof Interrupted && reason.signal === "SIGTERM";
}

/** Drains servers, and says for how long. A second interruption ends the process, see `processIo`. */
async function draining(
  { stderr }: Pick<Io, "stderr">,
  listeners: readonly Drainable[],
  seconds: number,
  isHttp: boolean,
): Promise<void> {
  const drained = Promise.all(listeners.map((each) => each.drain({ ms: 1000 * seconds })));
  const how = isHttp
    ? `/health answers 503 and calls go on for ${seconds} s, then kept connections have as long to end`
    : `clients are told to connect elsewhere, and have ${seconds} s to leave`;
  await stderr.write(
    `Draining: ${how}, and calls in flight 5 s; a second interruption ends them now\n`,
  );
  await drained;
}

/** Longest time that closing may take before it is explained, in milliseconds. */
const silenceMs = 300;

/** Closes, and says what it waits for if that takes a while. */
async function closing({ stderr }: Pick<Io, "stderr">, close: () => Promise<void>): Promise<void> {
  const timer = setTimeout(() => {
    const waits = "Closing: calls in flight have 5 s to end; a second interruption ends them now";
    void stderr.write(`${waits}\n`);
  }, silenceMs);
  await close();
  clearTimeout(timer);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
