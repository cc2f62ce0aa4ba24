import { afterEach, describe, expect, test, vi } from "vitest";
import { fetchExchange, HttpClient } from "../../src/index.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Returns the URL of a request that a client makes. */
async function requested(url: string | URL): Promise<string> {
  let seen = "";
  const exchange = fetchExchange(async (target) => {
    seen = target as string;
    return Response.json([]);
  });
  await new HttpClient(url, { exchange }).getExternals();
  return seen;
}

describe("a relative URL", () => {
  test.each([
    ["/lutra", "https://app.example/lutra/externals"],
    ["lutra/", "https://app.example/shop/lutra/externals"],
    ["../lutra", "https://app.example/lutra/externals"],
    ["//other.example/a", "https://other.example/a/externals"],
    ["http://other.example", "http://other.example/externals"],
  ])("%s is taken from the page's", async (url, expected) => {
    vi.stubGlobal("document", { baseURI: "https://app.example/shop/index.html?a#b" });
    expect(await requested(url)).toBe(expected);
  });

  test("is taken from a worker's, which has no document", async () => {
    vi.stubGlobal("location", { href: "https://app.example/assets/worker.js" });
    expect(await requested("/lutra")).toBe("https://app.example/lutra/externals");
  });

  test("is refused elsewhere", () => {
    expect(() => new HttpClient("/lutra")).toThrow(/relative only in a web page, got "\/lutra"/);
  });
});

test.each(["ftp://runner.test", "file:///x", "localhost:8080"])("%s is not http", (url) => {
  const message = `expected an http or https URL, which may be relative only in a web page, got "${url}"`;
  expect(() => new HttpClient(url)).toThrow(new TypeError(message));
});

test.each(["https://me:secret@runner.test", "https://me@runner.test", "http://me:secret@[bad"])(
  "names and passwords in a URL are refused, and not shown",
  (url) => {
    const make = (): unknown => new HttpClient(url);
    expect(make).toThrow(TypeError);
    expect(make).not.toThrow(/secret/);
  },
);

test.each(["a\nb", "a\r\nX-B: c", "\0", "\u0100"])(
  "a header value that HTTP does not allow is not shown",
  async (token) => {
    const headers = { authorization: `Bearer secret${token}` };
    const expected = /^headers: a name or a value is not allowed/;
    expect(() => new HttpClient("http://runner.test", { headers })).toThrow(expected);
    const client = new HttpClient("http://runner.test", { headers: () => headers });
    const error: unknown = await client.getExternals().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(expected);
    expect((error as Error).cause).toBe(undefined);
  },
);
