import { ErrorCode, RunnerError } from "@lutra/runner-core";
import type { ExchangeReply } from "@lutra/runner-http";
import { encodingOf } from "../protocol/content-encoding.ts";
import { type MessageBody, readToEnd } from "./read-message.ts";

/** Headers of an answer, by names in lower case. */
export type MessageHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Returns the reply of an exchange whose body comes as it was sent; an unwanted body ends with its connection. */
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
    retryAfter: headers["retry-after"]?.toString(),
    async readBody(maxBytes) {
      const encoding = encodingOf(headers["content-encoding"]?.toString());
      if (encoding !== undefined) {
        body.destroy();
        throw new RunnerError(`the answer is encoded as ${encoding}, which was not asked for`, {
          code: ErrorCode.PROTOCOL_ERROR,
        });
      }
      const bytes = await readToEnd(body, headers["content-length"], maxBytes);
      if (bytes === undefined) body.destroy();
      return bytes;
    },
  };
}
