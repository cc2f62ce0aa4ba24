import { parseArgs } from "node:util";
import type { Run } from "@lutra/runner-core";
import { type Address, isLoopback, parseAddress } from "../address.ts";
import { connectOptions } from "../connect-options.ts";
import { serveOptions } from "../help/texts.ts";
import { httpAccess } from "../serve/http-access.ts";
import type { Io } from "../io.ts";
import { listenError } from "../listen-error.ts";
import { connectRunner, withoutPassword } from "../runner-url.ts";
import { withSpinner } from "../spinner.ts";
import { UsageError } from "../usage-error.ts";

/** Where upstream's `lutra serve` listens too. */
const defaultAddress = "127.0.0.1:7373";

/** `lutra-runner serve`: offers a runner over TCP, HTTP or the standard streams until it is told to stop. */
export async function serve(args: readonly string[], io: Io): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: serveOptions,
  });
  const { runner: url, at, http, stdio = false, programs, token = false } = values;
  if (url === undefined) throw new UsageError("serve needs --runner URL");
  if (stdio && (at ?? http) !== undefined) {
    throw new UsageError("--stdio serves the standard streams and nothing else");
  }
  const anyone = values["allow-anyone"] === true;
  if (http === undefined && (anyone || token || programs !== undefined)) {
    throw new UsageError(
      "--allow-anyone, --token and --programs are about HTTP: there is no --http",
    );
  }
  const httpOptions =
    http === undefined
      ? undefined
      : { ...parseAddress("--http", http), ...(await httpAccess({ anyone, token, programs }, io)) };
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
  // Whoever reads that it listens may ask it to end.
  const { interrupted } = io;
  const listeners: { readonly close: () => Promise<void> }[] = [];
  try {
    if (tcpAddress !== undefined) listeners.push(await listenTcp(runner, tcpAddress, io));
    if (httpOptions !== undefined) {
      const { listen } = await import("@lutra/runner-http/node");
      const listener = await listening(httpOptions, () => listen(runner, httpOptions));
      listeners.push(listener);
      await io.stdout.write(`Listening on ${listener.address} (HTTP)\n`);
    }
    await aborted(interrupted);
  } finally {
    await closing(io, async () => {
      await Promise.all(listeners.map((each) => each.close()));
      await runner.shutdown();
    });
  }
}

/** How long closing may take before it is explained, in milliseconds. */
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

/** Serves both generations of the binary protocol, and tells of each client on standard error. */
async function listenTcp(
  runner: Run,
  address: Address,
  { stdout, stderr }: Pick<Io, "stdout" | "stderr">,
): Promise<{ readonly close: () => Promise<void> }> {
  const [{ listen }, { detectGeneration }] = await Promise.all([
    import("@lutra/runner-binary/node"),
    import("@lutra/runner-binary/generation-a"),
  ]);
  const listener = await listening(address, () =>
    listen(runner, {
      ...address,
      protocol: detectGeneration,
      onConnection: (connection, peer) => {
        void stderr.write(`Connection from ${peer}\n`);
        void connection.closed.then((fault) =>
          stderr.write(
            `Connection from ${peer} closed${fault === undefined ? "" : `: ${fault.message}`}\n`,
          ),
        );
      },
    }),
  );
  await stdout.write(`Listening on ${listener.address}\n`);
  if (!isLoopback(address.host)) {
    await stderr.write("warning: whoever can reach this address can run any program\n");
  }
  return listener;
}

async function listening<T>({ host, port }: Address, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (cause) {
    throw listenError(`${host}:${port}`, cause);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
