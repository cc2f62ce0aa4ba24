import { mediaType } from "../protocol/protocol.ts";

/** Headers of every request, or a function that is asked anew for each. */
export type HeadersSource = HeadersInit | (() => HeadersInit | Promise<HeadersInit>);

type HeaderRecord = Readonly<Record<string, string>>;

/** Headers of a request without a body, and of one with a body. */
export interface CallHeaders {
  readonly plain: HeaderRecord;
  readonly withBody: HeaderRecord;
}

/**
 * Returns a function that gives the headers of the next request.
 *
 * @throws TypeError for a header that HTTP does not allow, at once unless `source` is a function. It does not show the
 * value, which may be secret
 */
export function headersOf(
  source: HeadersSource | undefined,
): () => CallHeaders | Promise<CallHeaders> {
  if (typeof source === "function") return async () => callHeaders(await source());
  const constant = callHeaders(source);
  return () => constant;
}

function callHeaders(init: HeadersInit | undefined): CallHeaders {
  let headers: Headers;
  try {
    headers = new Headers(init);
  } catch {
    // Without its cause, which shows the value.
    throw new TypeError(
      "headers: a name or a value is not allowed in HTTP; is there a line break at the end of a token?",
    );
  }
  const plain = Object.fromEntries(headers.entries());
  return { plain, withBody: { ...plain, "content-type": mediaType } };
}
