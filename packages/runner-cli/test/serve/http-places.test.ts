import { expect, test } from "vitest";
import { httpPlaces } from "../../src/serve/http-places.ts";

test("what is not named is not limited", () => {
  expect(httpPlaces({})).toEqual({});
});

test("lists may be given several times, and hold several items", () => {
  expect(
    httpPlaces({
      origins: ["https://App.example/, http://localhost:5173", "http://two.example"],
      hosts: ["App.example,[::1]", "192.168.0.7"],
    }),
  ).toEqual({
    origins: ["https://app.example", "http://localhost:5173", "http://two.example"],
    hosts: ["app.example", "[::1]", "192.168.0.7"],
  });
});

const pathless = "an origin is scheme, host and port as the browser shows them, without a path";

test.each([
  ["", pathless],
  ["app.example", pathless],
  ["ftp://app.example", pathless],
  ["https://app.example/login", pathless],
  ["https://me@app.example", pathless],
  ["https://app.example?", pathless],
  ["https://app.example/#", pathless],
  ["*", "name each page that may call"],
])("no browser sends the origin %j", (item, help) => {
  expect(() => httpPlaces({ origins: [item] })).toThrow(
    expect.objectContaining({
      message: `--origins takes origins of web pages, got ${JSON.stringify(item)}`,
      help: expect.stringContaining(help) as unknown,
    }),
  );
});

test.each(["", "app.example:80", "app.example/", "me@app.example", "a b", "http://app.example"])(
  "no browser sends the host %j",
  (item) => {
    expect(() => httpPlaces({ hosts: [item] })).toThrow(
      `--hosts takes names without a port, got ${JSON.stringify(item)}`,
    );
  },
);
