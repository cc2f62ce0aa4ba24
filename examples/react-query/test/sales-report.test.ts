import { fetchExchange, HttpClient } from "@lutra/runner-http";
import { until } from "@lutra-internal/testing";
import { build } from "esbuild";
import { Window } from "happy-dom";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { bundle } from "../src/bundle.ts";
import { programKey } from "../src/program-query.ts";
import { salesReport, SalesClient } from "../src/sales.lutra.ts";
import { createHandler } from "../src/server/handler.ts";

const march = [{ sold_on: 20_160, product_id: 7, units: 2, unit_price_cents: 450n }];
const april = [{ sold_on: 20_180, product_id: 9, units: 1, unit_price_cents: 1200n }];

let window: Window;

beforeAll(() => {
  window = new Window();
  vi.stubGlobal("window", window);
  vi.stubGlobal("document", window.document);
  vi.stubGlobal("navigator", window.navigator);
});

afterAll(async () => {
  vi.unstubAllGlobals();
  await window.happyDOM.close();
});

test("a component asks once for equal sales, and again for others", async () => {
  // They look for a document when they are loaded.
  const { QueryClient, QueryClientProvider } = await import("@tanstack/react-query");
  const { createElement } = await import("react");
  const { createRoot } = await import("react-dom/client");
  const { SalesContext, SalesReport } = await import("../src/sales-report.tsx");
  const answers: string[] = [];
  const handler = createHandler();
  const exchange = fetchExchange(async (url, init) => {
    const response = await handler(new Request(url, init));
    answers.push(`${init?.method} ${response.status}`);
    return response;
  });
  const runner = new HttpClient("http://page.example/lutra", { exchange });
  await using client = new SalesClient(runner);
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const body = window.document.body;
  const root = createRoot(body as unknown as Element);
  const show = (sales: typeof march): void =>
    root.render(
      createElement(
        QueryClientProvider,
        { client: queries },
        createElement(
          SalesContext,
          { value: client },
          createElement(SalesReport, { sales }),
          createElement(SalesReport, { sales: structuredClone(sales) }),
        ),
      ),
    );
  const shows = (text: string): Promise<void> => until(() => body.textContent === text + text);
  show(march);
  await shows("2025-03: 2 sold for €9.00");
  show(april);
  await shows("2025-04: 1 sold for €12.00");
  show(march);
  await shows("2025-03: 2 sold for €9.00");
  // One question for what the runner executes, one call for each input, and no 404.
  expect(answers).toEqual(["GET 200", "POST 200", "POST 200"]);
  root.unmount();
  queries.clear();
  await runner.shutdown();
  await handler.close();
});

test("equal inputs have one key", () => {
  expect(programKey(salesReport, march)).toEqual(programKey(salesReport, structuredClone(march)));
  expect(programKey(salesReport, march)).not.toEqual(programKey(salesReport, april));
});

test("the page is built, and holds the hash of the program instead of its bytes", async () => {
  const { outputFiles } = await build({ ...bundle, write: false });
  const script = outputFiles[0]!.text;
  expect(script).toContain(salesReport.programs[0]!.hash);
  expect(script).not.toMatch(/"AgQAAAA/);
});
