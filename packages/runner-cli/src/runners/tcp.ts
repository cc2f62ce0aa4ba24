import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { Duplex } from "node:stream";
import type { WebDuplex } from "@lutra/runner-binary";
import { type Address, parseAddress } from "../address.ts";
import { UsageError } from "../errors/usage-error.ts";
import type { RunnerScheme, RunnerUrl } from "./scheme.ts";

/** A server of the binary protocol, such as `lutra-runner serve` or `lutra serve`. */
export const tcp: RunnerScheme = {
  names: ["tcp"],
  form: "tcp://HOST:PORT",
  summary: "a server: lutra-runner serve, lutra serve",
  options: [],
  async connect(url) {
    const { connect } = await import("@lutra/runner-binary/node");
    return await connect(addressOf(url));
  },
  async openStream(url) {
    const socket = connectSocket({ ...addressOf(url), noDelay: true });
    await once(socket, "connect");
    return Duplex.toWeb(socket) as WebDuplex;
  },
};

function addressOf({ rest }: RunnerUrl): Address {
  if (!rest.startsWith("//")) {
    throw new UsageError(`not a TCP address: tcp:${rest}`, "write tcp://HOST:PORT");
  }
  return parseAddress("tcp://", rest.slice(2));
}
