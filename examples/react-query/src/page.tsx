// The page: everything that is made once.
import { HttpClient } from "@lutra/runner-http";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { SalesClient } from "./sales.lutra.ts";
import { SalesContext, SalesReport } from "./sales-report.tsx";

const client = new SalesClient(new HttpClient("/lutra"));
const queries = new QueryClient();
const sales = [{ sold_on: 20_000, product_id: 7, units: 2, unit_price_cents: 450n }];

createRoot(document.body).render(
  <QueryClientProvider client={queries}>
    <SalesContext value={client}>
      <SalesReport sales={sales} />
    </SalesContext>
  </QueryClientProvider>,
);
