// A component, and the hook that it calls.
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { createContext, type ReactElement, useContext } from "react";
import { programKey } from "./program-query.ts";
import { type Sale, type SalesClient, salesReport, type SalesReportRow } from "./sales.lutra.ts";

/** The client of the module, made once for the page. */
export const SalesContext = createContext<SalesClient | undefined>(undefined);

/** Reports on sales. A component that goes away, or gets other sales, aborts the call. */
export function useSalesReport(sales: readonly Sale[]): UseQueryResult<SalesReportRow[]> {
  const client = useContext(SalesContext);
  if (client === undefined) throw new TypeError("put a SalesContext around the component");
  return useQuery({
    queryKey: programKey(salesReport, sales),
    queryFn: ({ signal }) => client.salesReport(sales, { signal }),
  });
}

/** A line for each month. */
export function SalesReport({ sales }: { readonly sales: readonly Sale[] }): ReactElement {
  const { data, error } = useSalesReport(sales);
  if (error !== null) return <p role="alert">{error.message}</p>;
  if (data === undefined) return <p>Asking …</p>;
  return (
    <ul>
      {data.map(({ year, month, units, revenue_cents }) => (
        <li key={`${year}-${month}`}>
          {year}-{String(month).padStart(2, "0")}: {units} sold for €
          {(Number(revenue_cents) / 100).toFixed(2)}
        </li>
      ))}
    </ul>
  );
}
