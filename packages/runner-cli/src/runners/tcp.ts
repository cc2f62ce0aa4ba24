import { parseAddress } from "../address.ts";
import { UsageError } from "../usage-error.ts";
import type { RunnerScheme } from "./scheme.ts";

/** A server of the binary protocol, such as `lutra-runner serve` or `lutra serve`. */
export const tcp: RunnerScheme = {
  names: ["tcp"],
  form: "tcp://HOST:PORT",
  summary: "a server: lutra-runner serve, lutra serve",
  options: [],
  blocks: false,
  async connect({ rest }) {
    if (!rest.startsWith("//")) {
      throw new UsageError(`not a TCP address: tcp:${rest}`, "write tcp://HOST:PORT");
    }
    const address = parseAddress("tcp://", rest.slice(2));
    const { connect } = await import("@lutra/runner-binary/node");
    return await connect(address);
  },
};
