import { ErrorCode } from "@lutra/runner-core";

/** Ends the handling of a request with this status. */
export class HttpFault extends Error {
  override readonly name = "HttpFault" as const;
  readonly status: number;
  readonly code: ErrorCode | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    display: string,
    options: { code?: ErrorCode | undefined; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(display);
    this.status = status;
    this.code =
      options.code ?? (status === 401 || status === 403 ? ErrorCode.ACCESS_DENIED : undefined);
    this.headers = options.headers ?? {};
  }
}

/** Checks if a value that was thrown is a {@link HttpFault}. Never throws. */
export function isHttpFault(error: unknown): error is HttpFault {
  try {
    return error instanceof HttpFault;
  } catch {
    // A proxy without its target.
    return false;
  }
}
