import { ErrorCode } from "@lutra/runner-core";

/** Media type of programs, inputs and outputs: raw bytes in the Lutra binary format. */
export const mediaType = "application/lutra";

/** What a request path names, relative to the base of the service. */
export type Route =
  | { readonly kind: "program"; readonly hash: string }
  | { readonly kind: "execute"; readonly hash: string }
  | { readonly kind: "interface" }
  | { readonly kind: "externals" };

/** The one method of each route. */
export const routeMethods: Readonly<Record<Route["kind"], "GET" | "PUT" | "POST">> = {
  program: "PUT",
  execute: "POST",
  interface: "GET",
  externals: "GET",
};

/** Reads a path that starts with a slash, or answers undefined for one that names nothing. */
export function parseRoute(path: string): Route | undefined {
  if (path === "/interface") return { kind: "interface" };
  if (path === "/externals") return { kind: "externals" };
  const match = /^\/programs\/([0-9a-f]{64})(\/execute)?$/.exec(path);
  const hash = match?.[1];
  if (hash === undefined) return undefined;
  return { kind: match?.[2] === undefined ? "program" : "execute", hash };
}

/** The path of a route. */
export function routePath(route: Route): string {
  switch (route.kind) {
    case "program":
      return `/programs/${route.hash}`;
    case "execute":
      return `/programs/${route.hash}/execute`;
    case "interface":
    case "externals":
      return `/${route.kind}`;
  }
}

/** Status of an error by its code; codes that runners define for themselves get 422. */
const statuses: Readonly<Record<string, number>> = {
  [ErrorCode.DECODE_ERROR]: 400,
  [ErrorCode.PROGRAM_NOT_FOUND]: 404,
  [ErrorCode.FRAME_TOO_LARGE]: 413,
  [ErrorCode.PREPARE_ERROR]: 422,
  [ErrorCode.EXECUTION_ERROR]: 422,
  [ErrorCode.LIMIT_EXCEEDED]: 422,
  [ErrorCode.CONNECTION_CLOSED]: 503,
  [ErrorCode.TIMEOUT]: 504,
};

/** The status that goes with an error code. */
export function statusOf(code: string | undefined): number {
  return statuses[code ?? ""] ?? 422;
}
