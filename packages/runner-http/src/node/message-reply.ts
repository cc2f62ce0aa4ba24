import { ErrorCode, RunnerError } from "@lutra/runner-core";
import type { ExchangeReply } from "@lutra/runner-http";
import { type MessageBody, readMessage } from "./read-message.ts";

/** Headers of an answer, by names in lower case. */
export type MessageHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The reply of an exchange that gets the body as it was sent: one that is not wanted ends with its connection. */
export function messageReply(
  status: number,
  headers: MessageHeaders,
  body: MessageBody,
): ExchangeReply {
  // It may be lost before it is read, or given up.
  body.on("error", () => {});
  return {
    status,
    contentType: headers["content-type"]?.toString(),
    readBody(maxBytes) {
      const encoding = headers["content-encoding"]?.toString() ?? "identity";
      if (encoding !== "identity") {
        body.destroy();
        throw new RunnerError(`the answer is encoded as ${encoding}, which was not asked for`, {
          code: ErrorCode.PROTOCOL_ERROR,
        });
      }
      const reading = readMessage(body, headers["content-length"], maxBytes);
      const endUnwanted = (bytes: Uint8Array | undefined): Uint8Array | undefined => {
        if (bytes === undefined) body.destroy();
        return bytes;
      };
      return reading instanceof Promise ? reading.then(endUnwanted) : endUnwanted(reading);
    },
  };
}
