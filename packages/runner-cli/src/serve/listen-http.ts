import { escapeControls } from "@lutra/bin/render";
import type { Run } from "@lutra/runner-core";
import type { AccessOptions, AnsweredRequest } from "@lutra/runner-http";
import type { Address } from "../address.ts";
import { tokenVariable } from "../token.ts";
import type { Io } from "../io.ts";
import { type Drainable, listening } from "./listening.ts";

/** Address, and rules of access, for offering a runner over HTTP. */
export interface HttpSettings extends Address {
  readonly access: AccessOptions;
  /** Reports each request on standard error. */
  readonly log: boolean;
}

/** Serves a runner over HTTP, and says how to call it. */
export async function listenHttp(
  runner: Run,
  { access, log, host, port }: HttpSettings,
  { stdout, stderr }: Pick<Io, "stdout" | "stderr">,
): Promise<Drainable> {
  const { listen } = await import("@lutra/runner-http/node");
  const onAnswer = (answered: AnsweredRequest): void => void stderr.write(logLine(answered));
  const listener = await listening({ host, port }, () =>
    listen(runner, { ...access, host, port, ...(log && { onAnswer }) }),
  );
  await stdout.write(`Listening on ${listener.address} (HTTP)\n`);
  await stderr.write(howToCall(listener.address, access));
  return listener;
}

/** Describes a request on one line: method, path (which has the program's hash), status, milliseconds, bytes. */
function logLine({ method, path, status, ms, bytes }: AnsweredRequest): string {
  return `${escapeControls(method)} ${escapeControls(path)} ${status} ${ms.toFixed(1)} ms ${bytes} bytes\n`;
}

const allInterfaces = /^(?:0\.0\.0\.0|\[::\]):/;

/** Shows calls that work from this machine. */
function howToCall(address: string, { authorize, hosts }: AccessOptions): string {
  const [host] = hosts ?? [];
  const reachable =
    host === undefined
      ? address.replace(allInterfaces, "localhost:")
      : `${host}:${address.slice(address.lastIndexOf(":") + 1)}`;
  const url = `http://${reachable}`;
  const [variable, option, header] =
    authorize === undefined
      ? ["", "", ""]
      : [`${tokenVariable}=TOKEN `, " --token", ` -H 'Authorization: Bearer TOKEN'`];
  return `Call it:
  ${variable}lutra-runner run PROGRAM --input FILE --runner ${url}${option}
  curl${header} ${url}/externals
`;
}
