import { ErrorCode, type Program } from "@lutra/runner-core";
import { HttpFault } from "./http-fault.ts";
import { ListedPrograms } from "./listed-programs.ts";
import { refuseString } from "./refuse-string.ts";
import type { RequestHead, ServerRequest } from "./server-request.ts";

type Authorize = (request: RequestHead) => boolean | Promise<boolean>;

/** Rules of access; a handler must be given at least one of the first three. */
export interface AccessOptions {
  /**
   * Decides about each request by its `method`, `url` and `headers`, before its body is read. If it throws, the answer
   * is 500, without the error's text. It has `authorizeTimeoutMs`.
   */
  readonly authorize?: Authorize | undefined;
  /**
   * Programs that may be executed, and no others: their SHA-256 hashes in hexadecimal, or the programs themselves, such
   * as the `programs` of a generated module. A client uploads those that are listed by hash; those that are listed
   * themselves the server prepares when they are first asked for. On its own, the list keeps the runner's interface
   * private: that names tables.
   */
  readonly programs?: Iterable<string | Program> | undefined;
  /** Says that anyone who reaches the server may run any program. */
  readonly allowAnyone?: true | undefined;
  /**
   * Host names, without port, that requests may be addressed to, IPv6 addresses in brackets: the guard against DNS
   * rebinding for servers on loopback or private addresses. @default any
   */
  readonly hosts?: readonly string[] | undefined;
  /** Origins of web pages that may call, beside the server's own: `https://app.example`. @default none */
  readonly origins?: readonly string[] | undefined;
}

/** Checks requests against {@link AccessOptions}. */
export class Access {
  readonly #options: AccessOptions;
  readonly #programs: ListedPrograms | undefined;
  readonly #hosts: ReadonlySet<string> | undefined;
  readonly #origins: ReadonlySet<string>;

  /** @throws TypeError unless the options say who may run programs: also for callers without types, who may pass none */
  constructor(options: AccessOptions = {}) {
    const { authorize, programs, allowAnyone, hosts, origins } = options;
    refuseString("hosts", hosts);
    refuseString("origins", origins);
    if (authorize !== undefined && typeof authorize !== "function") {
      throw new TypeError(`authorize: expected a function, got ${typeof authorize}`);
    }
    if (authorize === undefined && programs === undefined && allowAnyone !== true) {
      throw new TypeError(
        "a program is code: say who may run it with `authorize`, list the `programs` that may run, or pass `allowAnyone: true`",
      );
    }
    this.#options = options;
    this.#programs = programs === undefined ? undefined : new ListedPrograms(programs);
    this.#hosts =
      hosts === undefined ? undefined : new Set(hosts.map((host) => host.toLowerCase()));
    this.#origins = new Set(origins);
  }

  /** Returns the origin of the web page if it was allowed by name: the reply then needs CORS headers. */
  corsOrigin(request: ServerRequest): string | undefined {
    const origin = request.header("origin");
    return origin !== undefined && this.#origins.has(origin) ? origin : undefined;
  }

  /**
   * Checks where a request was sent to and from which page. It comes before all else.
   *
   * @throws HttpFault 400 for an invalid host, 403 for one that is not allowed
   */
  checkPlace(request: ServerRequest): void {
    const { host, path } = request;
    // Only a path: an absolute target must not name another host than the header does.
    if (host === undefined || !path.startsWith("/")) {
      throw new HttpFault(400, "the request must name one host, in its host header, and a path");
    }
    const name = host.replace(/:\d+$/, "");
    if (this.#hosts !== undefined && !this.#hosts.has(name)) {
      throw new HttpFault(403, `this server does not answer for the host ${name}`);
    }
    const origin = request.header("origin");
    if (origin !== undefined && !this.#origins.has(origin) && !isOriginOf(origin, host)) {
      throw new HttpFault(403, `pages of ${origin} may not call this server`);
    }
  }

  /** Says if `checkCaller` has anything to do. */
  get asksCaller(): boolean {
    return this.#options.authorize !== undefined;
  }

  /** Checks who asks. @throws HttpFault 401, or 500 if `authorize` throws */
  async checkCaller(request: ServerRequest): Promise<void> {
    const { authorize } = this.#options;
    if (authorize !== undefined) await checkAuthorized(authorize, request);
  }

  /** Checks whether the runner's interface may be read. @throws HttpFault 403 */
  checkInterface(): void {
    if (this.#options.authorize === undefined && this.#options.allowAnyone !== true) {
      throw new HttpFault(403, "the interface is private: this server runs listed programs only");
    }
  }

  /** Work that must be done before programs are checked; `undefined` if there is none. */
  get hashing(): Promise<void> | undefined {
    return this.#programs?.hashing;
  }

  /** Checks which program is asked for. @throws HttpFault 403 */
  checkProgram(hash: string): void {
    if (this.#programs !== undefined && !this.#programs.has(hash)) {
      throw new HttpFault(403, `the program ${hash} is not on this server's list`);
    }
  }

  /** Returns a program that is listed with its bytes. @throws HttpFault 500 if the list is wrong about it */
  async findProgram(hash: string): Promise<Program | undefined> {
    return await this.#programs?.find(hash);
  }
}

async function checkAuthorized(authorize: Authorize, request: ServerRequest): Promise<void> {
  let isAuthorized: boolean;
  try {
    isAuthorized = await authorize(request.head());
  } catch {
    throw new HttpFault(500, "internal error", { code: ErrorCode.EXECUTION_ERROR });
  }
  if (isAuthorized) return;
  throw new HttpFault(401, "not authorized", { headers: { "www-authenticate": "Bearer" } });
}

/** Compares host and port, but not the scheme, which differs if a proxy ends TLS. */
function isOriginOf(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  const own = `${protocol}//${host}`;
  return originHost !== "" && URL.canParse(own) && new URL(own).host === originHost;
}
