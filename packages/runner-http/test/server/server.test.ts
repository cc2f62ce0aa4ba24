import { createGate, createRandom, until } from "@lutra-internal/testing";
import { type Program, RunnerError } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { createFetchHandler, type HttpServerOptions, mediaType, sha256 } from "../../src/index.ts";
import { CountingRunner, identity, interpreter, variantOf } from "../support/running.ts";

const anyone = { allowAnyone: true } as const;
const binary = { "content-type": mediaType };
const hash = await sha256(identity.bytes);

const put = (path: string, body: Uint8Array, headers: HeadersInit = binary): Request =>
  new Request(`http://localhost${path}`, { method: "PUT", body: body as BodyInit, headers });
const post = (path: string, body: Uint8Array, init: RequestInit = {}): Request =>
  new Request(`http://localhost${path}`, {
    method: "POST",
    body: body as BodyInit,
    headers: binary,
    ...init,
  });

describe("who may run programs", () => {
  test.each([{}, undefined])("must be said: there is no default (%j)", (options) => {
    const create = (): unknown => createFetchHandler(interpreter(), options as never);
    expect(create).toThrow(/^a program is code/);
  });

  test("is asked of authorize before anything is read", async () => {
    const handler = createFetchHandler(interpreter(), { authorize: () => false });
    const request = put(`/programs/${hash}`, identity.bytes);
    const response = await handler(request);
    expect(response.status).toBe(401);
    expect(request.bodyUsed).toBe(false);
  });

  test("can be limited to listed programs", async () => {
    const handler = createFetchHandler(interpreter(), { programs: [hash] });
    expect((await handler(put(`/programs/${hash}`, identity.bytes))).status).toBe(201);
    const other = variantOf(identity, 1).bytes;
    const otherHash = await sha256(other);
    expect((await handler(put(`/programs/${otherHash}`, other))).status).toBe(403);
    expect((await handler(post(`/programs/${otherHash}/execute`, other))).status).toBe(403);
  });

  test("and what the runner offers is private where only programs are listed", async () => {
    const status = async (path: string, options: HttpServerOptions): Promise<number> =>
      (await createFetchHandler(interpreter(), options)(new Request(`http://localhost${path}`)))
        .status;
    expect(await status("/interface", { programs: [hash] })).toBe(403);
    expect(await status("/interface", { programs: [hash], authorize: () => true })).toBe(200);
    expect(await status("/externals", { programs: [hash] })).toBe(200);
  });

  test("an authorize that never decides is answered with 504, and gives its place back", async () => {
    let decide = false;
    const handler = createFetchHandler(interpreter(), {
      authorize: () => (decide ? true : new Promise(() => {})),
      authorizeTimeoutMs: 30,
      maxInFlight: 1,
    });
    const ask = (): Promise<Response> => handler(new Request("http://localhost/externals"));
    const waiting = ask();
    expect((await ask()).status).toBe(503);
    const late = await waiting;
    expect(late.status).toBe(504);
    expect(await late.json()).toEqual({
      display: "authorizing took longer than 30 ms",
      code: "TIMEOUT",
    });
    decide = true;
    expect((await ask()).status).toBe(200);
  });

  test.each<readonly [string, HttpServerOptions]>([
    ["that would not be authorized", { authorize: () => false }],
    ["that sends a body", { allowAnyone: true }],
  ])("a client %s and left before it is heard leaves nothing unhandled", async (_, options) => {
    const runner = new CountingRunner();
    const handler = createFetchHandler(runner, options);
    const signal = AbortSignal.abort();
    const path = `http://localhost/programs/${hash}`;
    const body = identity.bytes as BodyInit;
    await handler(new Request(path, { method: "PUT", body, headers: binary, signal }));
    await new Promise((resolve) => setTimeout(resolve));
    expect(runner.prepared).toBe(0);
  });

  test("a client that leaves while authorize decides gives its place back", async () => {
    let decide = false;
    const handler = createFetchHandler(interpreter(), {
      authorize: () => (decide ? true : new Promise(() => {})),
      maxInFlight: 1,
    });
    const leaving = new AbortController();
    const waiting = handler(new Request("http://localhost/externals", { signal: leaving.signal }));
    leaving.abort();
    await waiting;
    decide = true;
    expect((await handler(new Request("http://localhost/externals"))).status).toBe(200);
  });

  test.each([new Error("secret"), new RunnerError("secret", { code: "PREPARE_ERROR" })])(
    "an authorize that throws %s is an internal error that says nothing",
    async (error) => {
      const handler = createFetchHandler(interpreter(), {
        authorize: () => {
          throw error;
        },
      });
      const response = await handler(new Request("http://localhost/externals"));
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain("secret");
    },
  );
});

describe("routes", () => {
  const handler = createFetchHandler(interpreter(), anyone);

  test.each([
    ["/", "GET", 404],
    ["/programs", "GET", 404],
    ["/programs/abc", "PUT", 404],
    [`/programs/${hash.toUpperCase()}`, "PUT", 404],
    [`/programs/${hash}/prepare`, "POST", 404],
    [`/programs/${hash}/run`, "PUT", 405],
    ["/externals/", "GET", 404],
    ["/externals", "POST", 405],
    [`/programs/${hash}`, "GET", 405],
    [`/programs/${hash}/execute`, "PUT", 405],
    ["/externals", "GET", 200],
    ["/interface", "GET", 200],
    ["/interface", "OPTIONS", 204],
  ])("%s %s is answered with %i", async (path, method, status) => {
    const response = await handler(new Request(`http://localhost${path}`, { method }));
    expect(response.status).toBe(status);
    const namesMethods = status === 405 || method === "OPTIONS";
    expect(response.headers.has("allow")).toBe(namesMethods);
    expect(response.headers.has("access-control-allow-methods")).toBe(false);
  });

  test("start behind a base path", async () => {
    const based = createFetchHandler(interpreter(), { ...anyone, basePath: "/lutra/" });
    expect((await based(new Request("http://localhost/lutra/externals"))).status).toBe(200);
    expect((await based(new Request("http://localhost/externals"))).status).toBe(404);
  });
});

describe("bodies", () => {
  const handler = createFetchHandler(interpreter(), { ...anyone, maxBodyBytes: 1000 });
  const path = `/programs/${hash}`;

  test.each<readonly [string, HeadersInit, number]>([
    ["another media type", { "content-type": "application/json" }, 415],
    ["no media type", {}, 415],
    ["a form's media type", { "content-type": "text/plain" }, 415],
    ["a compressed body", { ...binary, "content-encoding": "gzip" }, 415],
    ["a body that is compressed at last", { ...binary, "content-encoding": "identity, br" }, 415],
    ["no encoding, in capitals", { ...binary, "content-encoding": "IDENTITY" }, 201],
    ["no encoding, twice", { ...binary, "content-encoding": "identity, Identity" }, 204],
    ["an empty encoding", { ...binary, "content-encoding": "" }, 204],
    ["parameters of the media type", { "content-type": `${mediaType}; v=1` }, 204],
  ])("%s", async (_, headers, status) => {
    expect((await handler(put(path, identity.bytes, headers))).status).toBe(status);
  });

  test("above the limit by its length is refused unread", async () => {
    const request = put(path, new Uint8Array(1001), { ...binary, "content-length": "1001" });
    const response = await handler(request);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      code: "FRAME_TOO_LARGE",
      display: expect.stringContaining("maxBodyBytes") as unknown,
    });
  });

  test("may be as long as the limit, by their length", async () => {
    const request = put(path, new Uint8Array(1000), { ...binary, "content-length": "1000" });
    expect(await (await handler(request)).json()).toMatchObject({ code: "DECODE_ERROR" });
  });

  test("above the limit without a length is refused as it arrives", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 400;
        controller.enqueue(new Uint8Array(400));
      },
    });
    const response = await handler(
      new Request(`http://localhost${path}`, {
        method: "PUT",
        body: endless,
        headers: binary,
        duplex: "half",
      } as RequestInit),
    );
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(4000);
  });

  test("that do not come to an end in time are refused", async () => {
    const patient = createFetchHandler(interpreter(), { ...anyone, bodyTimeoutMs: 30 });
    const stuck = new ReadableStream<Uint8Array>({});
    const response = await patient(
      new Request(`http://localhost${path}`, {
        method: "PUT",
        body: stuck,
        headers: binary,
        duplex: "half",
      } as RequestInit),
    );
    expect(response.status).toBe(408);
  });

  test("that are not what the path says are refused", async () => {
    const response = await handler(put(`/programs/${"0".repeat(64)}`, identity.bytes));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "DECODE_ERROR" });
  });

  test("that break off are refused", async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error("gone")),
    });
    const init = { method: "PUT", body: broken, headers: binary, duplex: "half" } as RequestInit;
    const response = await handler(new Request(`http://localhost${path}`, init));
    expect(response.status).toBe(400);
  });

  test("that are no program are refused", async () => {
    const text = new TextEncoder().encode("hello, this is no program");
    const response = await handler(put(`/programs/${await sha256(text)}`, text));
    expect(response.status).toBe(400);
  });
});

describe("web pages", () => {
  const from = (origin: string, method = "GET"): Request =>
    new Request("http://localhost:8080/externals", { method, headers: { origin } });

  test("of other origins are refused unless they are listed", async () => {
    const handler = createFetchHandler(interpreter(), {
      ...anyone,
      origins: ["https://app.example"],
    });
    expect((await handler(from("https://evil.example"))).status).toBe(403);
    expect((await handler(from("null"))).status).toBe(403);
    expect((await handler(from("http://localhost:8080"))).status).toBe(200);
    const allowed = await handler(from("https://app.example"));
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example");
    const preflight = await handler(from("https://app.example", "OPTIONS"));
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-methods")).toBe("GET");
  });

  test("get no CORS headers by default", async () => {
    const handler = createFetchHandler(interpreter(), anyone);
    const response = await handler(from("http://localhost:8080"));
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  describe("where the URL of a request is made up, as in Next.js", () => {
    // The host that counts is the one of the header; that of a proxy's header is anyone's to write.
    const asked = (url: string, host: string, headers: Record<string, string> = {}): Request =>
      new Request(`${url}/externals`, { headers: { host, ...headers } });
    const own = { origin: "https://app.example" };
    const foreign = { origin: "https://evil.example" };

    test.each<readonly [string, Request, number]>([
      ["a page of the host", asked("http://localhost:3000", "app.example", own), 200],
      ["a page of the host, with its port", asked("http://localhost:3000", "app.example:443", own), 200],
      ["a page of the URL", asked("https://app.example", "localhost:3000", own), 403],
      ["a page of another port", asked("http://localhost:3000", "app.example:8443", own), 403],
      ["a page from elsewhere", asked("http://localhost:3000", "app.example", foreign), 403],
      ["a page that a proxy vouches for", asked("http://localhost:3000", "app.example", { ...foreign, "x-forwarded-host": "evil.example", forwarded: "host=evil.example" }), 403],
      ["two hosts", asked("http://localhost:3000", "app.example, evil.example"), 400],
    ])("%s", async (_, request, status) => {
      const handler = createFetchHandler(interpreter(), anyone);
      expect((await handler(request)).status).toBe(status);
    }); // prettier-ignore

    test.each<readonly [string, Request, number]>([
      ["a name that is listed", asked("http://localhost:3000", "app.example"), 200],
      ["a name that is not, though the URL's is", asked("https://app.example", "evil.example"), 403],
      ["a name that a proxy vouches for", asked("http://localhost:3000", "evil.example", { "x-forwarded-host": "app.example" }), 403],
    ])("hosts are checked for %s", async (_, request, status) => {
      const handler = createFetchHandler(interpreter(), { ...anyone, hosts: ["app.example"] });
      expect((await handler(request)).status).toBe(status);
    }); // prettier-ignore
  });

  test("whose name was pointed here are refused by host", async () => {
    const handler = createFetchHandler(interpreter(), { ...anyone, hosts: ["localhost"] });
    expect((await handler(new Request("http://evil.example:8080/externals"))).status).toBe(403);
    expect((await handler(new Request("http://localhost:8080/externals"))).status).toBe(200);
  });
});

describe("the programs that are kept", () => {
  const served = (options: Partial<HttpServerOptions> = {}) => {
    const runner = new CountingRunner();
    return { runner, handler: createFetchHandler(runner, { ...anyone, ...options }) };
  };

  test("are prepared once and found by their hash", async () => {
    const { runner, handler } = served();
    const path = `/programs/${hash}`;
    const uploads = [1, 2, 3].map(() => handler(put(path, identity.bytes)));
    const statuses = (await Promise.all(uploads)).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 204, 204]);
    const response = await handler(post(`${path}/execute`, new Uint8Array([5])));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([5]));
    expect(runner.prepared).toBe(1);
  });

  test("are released when they are evicted, the least recently used first", async () => {
    const { runner, handler } = served({ maxPrograms: 2 });
    const programs = [1, 2, 3].map((n) => variantOf(identity, n).bytes);
    const hashes = await Promise.all(programs.map(sha256));
    const upload = (i: number) => handler(put(`/programs/${hashes[i]}`, programs[i] as Uint8Array));
    const run = async (i: number): Promise<number> =>
      (await handler(post(`/programs/${hashes[i]}/execute`, new Uint8Array()))).status;
    await upload(0);
    await upload(1);
    expect(await run(0)).toBe(200);
    await upload(2);
    expect([await run(0), await run(1), await run(2)]).toEqual([200, 404, 200]);
    expect(runner.released).toBe(1);
    await handler.close();
    expect(runner.released).toBe(3);
    expect((await handler(new Request("http://localhost/externals"))).status).toBe(503);
  });

  describe("take at most maxProgramBytes of memory", () => {
    /** Programs take as many bytes as their last byte says. */
    class SizedRunner extends CountingRunner {
      readonly held: number[] = [];

      override async prepare({ bytes }: Program): Promise<never> {
        this.held.push(bytes.at(-1) ?? 0);
        return { memoryBytes: bytes.at(-1) } as never;
      }
      override async release(handle: unknown): Promise<void> {
        const { memoryBytes } = handle as { memoryBytes: number };
        this.held.splice(this.held.indexOf(memoryBytes), 1);
      }
    }
    const sized = (size: number): Uint8Array => new Uint8Array([...identity.bytes, size]);
    const setUp = (): {
      runner: SizedRunner;
      upload: (size: number) => Promise<Response>;
      run: (size: number) => Promise<Response>;
    } => {
      const runner = new SizedRunner();
      const handler = createFetchHandler(runner, { ...anyone, maxProgramBytes: 100 });
      return {
        runner,
        upload: async (size) => handler(put(`/programs/${await sha256(sized(size))}`, sized(size))),
        run: async (size) =>
          handler(post(`/programs/${await sha256(sized(size))}/execute`, new Uint8Array())),
      };
    };

    test("the least recently used are released for a new one", async () => {
      const { runner, upload, run } = setUp();
      for (const size of [40, 30, 20]) await upload(size);
      await run(40);
      expect((await upload(25)).status).toBe(201);
      expect(runner.held).toEqual([40, 20, 25]);
      expect((await upload(100)).status).toBe(201);
      expect(runner.held).toEqual([100]);
    });

    test("one that alone takes more is refused, and costs no other its place", async () => {
      const { runner, upload } = setUp();
      await upload(90);
      const response = await upload(101);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({
        code: "LIMIT_EXCEEDED",
        display: expect.stringContaining("maxProgramBytes") as string,
      });
      expect(runner.held).toEqual([90]);
    });

    test("those in use count until their calls end, also if they were evicted", async () => {
      const { runner, upload, run } = setUp();
      const gate = createGate();
      runner.gate = gate.promise;
      await upload(60);
      const call = run(60);
      await until(() => runner.started === 1);
      expect((await upload(41)).status).toBe(422);
      expect((await upload(40)).status).toBe(201);
      expect((await upload(30)).status).toBe(201);
      expect(runner.held).toEqual([60, 30]);
      gate.open();
      await call;
      expect((await upload(80)).status).toBe(201);
      expect(runner.held).toEqual([80]);
    });

    test("the sum stays within it, whatever is uploaded and run in whatever order", async () => {
      const random = createRandom(12);
      const { runner, upload, run } = setUp();
      for (let round = 0; round < 300; round++) {
        const calls = Array.from({ length: 1 + random.below(4) }, () =>
          (random.oneIn(2) ? upload : run)(1 + random.below(120)),
        );
        for (const { status } of await Promise.all(calls)) {
          expect([200, 201, 204, 404, 422]).toContain(status);
        }
        expect(runner.held.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100);
      }
    });
  });

  test("are not released while they are in use", async () => {
    const { runner, handler } = served({ maxPrograms: 1 });
    let open: () => void = () => {};
    runner.gate = new Promise((resolve) => (open = resolve));
    await handler(put(`/programs/${hash}`, identity.bytes));
    const call = handler(post(`/programs/${hash}/execute`, new Uint8Array([9])));
    const other = variantOf(identity, 1).bytes;
    await handler(put(`/programs/${await sha256(other)}`, other));
    expect(runner.released).toBe(0);
    open();
    expect((await call).status).toBe(200);
    await Promise.resolve();
    expect(runner.released).toBe(1);
  });

  test("that could not be prepared can be uploaded again", async () => {
    const runner = new CountingRunner();
    const prepare = runner.prepare.bind(runner);
    runner.prepare = () => Promise.reject(new Error("database is down"));
    const handler = createFetchHandler(runner, anyone);
    const failed = await handler(put(`/programs/${hash}`, identity.bytes));
    expect(failed.status).toBe(422);
    expect(await failed.json()).toEqual({ display: "database is down", code: "PREPARE_ERROR" });
    runner.prepare = prepare;
    expect((await handler(put(`/programs/${hash}`, identity.bytes))).status).toBe(201);
  });
});

describe("a program and its input in one request", () => {
  const program = identity.bytes;
  const length = (n: number): number[] => [n & 255, n >> 8, 0, 0];
  const input = [21, 0, 0, 0];

  test.each<readonly [string, readonly number[], number]>([
    ["are executed", [...length(program.length), ...program, ...input], 200],
    ["may be without an input", [...length(program.length), ...program], 200],
    ["are refused without a length", [1, 0, 0], 400],
    ["are refused if the program is cut off", [...length(program.length + 1), ...program], 400],
    ["are refused if the program is another", [...length(program.length - 1), ...program], 400],
  ])("%s", async (_, body, status) => {
    const runner = new CountingRunner();
    const handler = createFetchHandler(runner, anyone);
    const response = await handler(post(`/programs/${hash}/run`, new Uint8Array(body)));
    expect(response.status).toBe(status);
    expect(runner.prepared).toBe(status === 200 ? 1 : 0);
    if (status !== 200) return;
    const output = new Uint8Array(await response.arrayBuffer());
    expect([...output]).toEqual(body.slice(4 + program.length));
  });

  test("need the program to be on the list, if there is one", async () => {
    const handler = createFetchHandler(interpreter(), { programs: ["0".repeat(64)] });
    expect((await handler(post(`/programs/${hash}/run`, new Uint8Array()))).status).toBe(403);
  });
});

describe("calls", () => {
  const waiting = async (options: Partial<HttpServerOptions> = {}) => {
    const runner = new CountingRunner();
    runner.gate = new Promise(() => {});
    const handler = createFetchHandler(runner, { ...anyone, ...options });
    await handler(put(`/programs/${hash}`, identity.bytes));
    return { runner, handler };
  };

  test("that take too long are aborted and answered with 504", async () => {
    const { runner, handler } = await waiting({ callTimeoutMs: 30 });
    const response = await handler(post(`/programs/${hash}/execute`, new Uint8Array()));
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ code: "TIMEOUT" });
    expect(runner.aborted).toBe(1);
  });

  test("that a runner does not heed in time are answered all the same", async () => {
    const runner = new CountingRunner();
    runner.prepare = () => new Promise(() => {});
    runner.getInterface = () => new Promise(() => {});
    const handler = createFetchHandler(runner, { ...anyone, callTimeoutMs: 20 });
    const upload = await handler(put(`/programs/${hash}`, identity.bytes));
    expect(upload.status).toBe(504);
    expect((await handler(new Request("http://localhost/interface"))).status).toBe(504);
  });

  test("whose client goes away are aborted", async () => {
    const { runner, handler } = await waiting();
    const gone = new AbortController();
    const call = handler(
      post(`/programs/${hash}/execute`, new Uint8Array(), { signal: gone.signal }),
    );
    await until(() => runner.started === 1);
    gone.abort();
    await call;
    expect(runner.aborted).toBe(1);
  });

  test("above the limit are answered with 503, and counted down again", async () => {
    const { runner, handler } = await waiting({ maxInFlight: 2, callTimeoutMs: 30 });
    const run = (): Promise<Response> =>
      handler(post(`/programs/${hash}/execute`, new Uint8Array()));
    const calls = [run(), run(), run()];
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses).toEqual([504, 504, 503]);
    runner.gate = Promise.resolve();
    expect((await run()).status).toBe(200);
  });
});

test("limits that are no limits are refused", () => {
  expect(() => createFetchHandler(interpreter(), { ...anyone, maxBodyBytes: 0 })).toThrow(
    /maxBodyBytes/,
  );
});
