import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-http` that alter nothing. */
export const runnerHttp: readonly Equivalent[] = [
  {
    file: "runner-http/src/client/reply-error.ts",
    code: "if (code === undefined || status < 500) return new RunnerError(message, options);",
    changes: ["< -> <=", "500 -> (500 + 1)"],
    reason: "a status of 500 has no code",
  },
  {
    file: "runner-http/src/node/http-listener.ts",
    code: "#connections = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "it is only compared with what it was a turn before",
  },
  {
    file: "runner-http/src/node/http-listener.ts",
    code: "if (turns > 0 && this.#connections === before) return;",
    changes: ["0 -> (0 + 1)"],
    reason: "one turn more is waited for",
  },
  {
    file: "runner-http/src/node/http-listener.ts",
    code: "const maxWaitingTurns = 512;",
    changes: ["512 -> (512 + 1)"],
    reason: "one turn more is waited for",
  },
  {
    file: "runner-http/src/node/http-listener.ts",
    code: "for (let turns = 0; turns < maxWaitingTurns; turns++) {",
    changes: ["< -> <="],
    reason: "one turn more is waited for",
  },
  {
    file: "runner-http/src/node/http-listener.ts",
    code: "10,",
    changes: ["10 -> (10 + 1)"],
    reason: "connections that become idle are ended a millisecond later",
  },
  {
    file: "runner-http/src/node/node-exchange.ts",
    code: "return messageReply(response.statusCode ?? 0, response.headers, response);",
    changes: ["0 -> (0 + 1)"],
    reason: "a response has a status",
  },
  {
    file: "runner-http/src/node/node-handler.ts",
    code: "const maxUnwantedBytes = 1024 * 1024;",
    changes: ["1024 -> (1024 + 1)"],
    reason: "chunks end anywhere, so the limit is not exact",
  },
  {
    file: "runner-http/src/node/node-handler.ts",
    code: "if (length > maxUnwantedBytes) message.destroy();",
    changes: ["> -> >="],
    reason: "chunks end anywhere, so the limit is not exact",
  },
  {
    file: "runner-http/src/node/node-handler.ts",
    code: "if (message.readableLength > 0) message.resume();",
    changes: ["> -> >=", "0 -> (0 + 1)"],
    reason: "one unread byte holds up nothing: Node stops to read a connection at a full buffer",
  },
  {
    file: "runner-http/src/server/listed-programs.ts",
    code: "if (unnamed.length > 0) this.#hashing = this.#hashAll(unnamed);",
    changes: ["> -> >="],
    reason: "nothing is hashed at once, and waited for without an effect",
  },
];
