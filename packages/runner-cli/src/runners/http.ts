import { withoutPassword } from "../secrets.ts";
import { tokenVariable } from "../token.ts";
import { UsageError } from "../errors/usage-error.ts";
import type { RunnerScheme } from "./scheme.ts";

/** A server over HTTP. */
export const http: RunnerScheme = {
  names: ["http", "https"],
  form: "http[s]://HOST[/PATH]",
  summary: "a server over HTTP: lutra-runner serve --http",
  options: ["token"],
  async connect({ scheme, rest }, { token }) {
    const url = `${scheme}:${rest}`;
    if (!rest.startsWith("//") || !URL.canParse(url))
      throw new UsageError(`not a URL: ${withoutPassword(url)}`);
    const { username, password } = new URL(url);
    if (username !== "" || password !== "") {
      throw new UsageError(
        `names and passwords in a URL are not sent: ${withoutPassword(url)}`,
        `put a token into the environment variable ${tokenVariable} and pass --token`,
      );
    }
    const [{ HttpClient }, { nodeExchange }] = await Promise.all([
      import("@lutra/runner-http"),
      import("@lutra/runner-http/node"),
    ]);
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return new HttpClient(url, { headers, exchange: nodeExchange() });
  },
};
