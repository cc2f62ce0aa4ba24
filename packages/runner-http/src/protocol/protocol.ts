/** Media type of programs, inputs and outputs: raw bytes in the Lutra binary format. */
export const mediaType = "application/lutra";

/** Resource that a request path names, relative to the base of the service. */
export type Route =
  | { readonly kind: "program"; readonly hash: string }
  | { readonly kind: "execute"; readonly hash: string }
  | { readonly kind: "run"; readonly hash: string }
  | { readonly kind: "interface" }
  | { readonly kind: "externals" };

/** Rules of a route. */
interface RouteRules {
  readonly method: "GET" | "PUT" | "POST";
  /** Statuses of its success. Another one, such as 206, is not the whole answer, or not a runner's. */
  readonly statuses: readonly number[];
  /** Media type of its answer, if that has a body. */
  readonly mediaType?: string;
}

const executes: RouteRules = { method: "POST", statuses: [200], mediaType };

/** The rules of each route. */
export const routeRules: Readonly<Record<Route["kind"], RouteRules>> = {
  program: { method: "PUT", statuses: [201, 204] },
  execute: executes,
  run: executes,
  interface: { method: "GET", statuses: [200], mediaType: "text/plain" },
  externals: { method: "GET", statuses: [200], mediaType: "application/json" },
};

/** Reads a path that starts with a slash, or returns undefined for one that names nothing. */
export function parseRoute(path: string): Route | undefined {
  if (path === "/interface") return { kind: "interface" };
  if (path === "/externals") return { kind: "externals" };
  const match = /^\/programs\/([0-9a-f]{64})(?:\/(execute|run))?$/.exec(path);
  const hash = match?.[1];
  if (hash === undefined) return undefined;
  return { kind: (match?.[2] as "execute" | "run" | undefined) ?? "program", hash };
}

/** Returns the path of a route. */
export function routePath(route: Route): string {
  if (!("hash" in route)) return `/${route.kind}`;
  const path = `/programs/${route.hash}`;
  return route.kind === "program" ? path : `${path}/${route.kind}`;
}

/** Returns the media type of a `content-type` header, without its parameters. */
export function essenceOf(contentType: string | undefined): string | undefined {
  return contentType === mediaType ? mediaType : contentType?.split(";")[0]?.trim().toLowerCase();
}

const lengthBytes = 4;

/** Returns the body of a `run` request: the program's length, the program, the input. */
export function joinRunBody(program: Uint8Array, input: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(lengthBytes + program.length + input.length);
  new DataView(body.buffer).setUint32(0, program.length, true);
  body.set(program, lengthBytes);
  body.set(input, lengthBytes + program.length);
  return body;
}

/**
 * Returns the parts of a `run` request's body, as views of it; undefined if the length is not there or leads beyond.
 */
export function splitRunBody(
  body: Uint8Array,
): { readonly program: Uint8Array; readonly input: Uint8Array } | undefined {
  if (body.length < lengthBytes) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const end = lengthBytes + view.getUint32(0, true);
  if (end > body.length) return undefined;
  return { program: body.subarray(lengthBytes, end), input: body.subarray(end) };
}
