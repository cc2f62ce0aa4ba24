// The page itself: a form, a call, a table.
import { errorText } from "./error-text.ts";
import { shop } from "./shop.ts";
import type { TopCustomersRow } from "./shop.lutra.ts";
import { dayOf, tableCells } from "./table-cells.ts";

const form = find("form", HTMLFormElement);
const since = find("#since", HTMLInputElement);
const limit = find("#limit", HTMLInputElement);
const message = find("#message", HTMLElement);
const table = find("table", HTMLTableElement);
const heads = [...table.querySelectorAll("th")];
const rows = find("tbody", HTMLTableSectionElement);

let call = new AbortController();

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void search();
});
void search();

/** Runs the program; a search that is still running is given up. */
async function search(): Promise<void> {
  call.abort();
  const { signal } = (call = new AbortController());
  message.textContent = "Searching …";
  message.classList.remove("error");
  try {
    const most = BigInt(limit.valueAsNumber);
    show(await shop.topCustomers(dayOf(since.valueAsNumber), most, { signal }));
  } catch (error) {
    if (signal.aborted) return;
    table.hidden = true;
    message.textContent = errorText(error);
    message.classList.add("error");
  }
}

function show(customers: readonly TopCustomersRow[]): void {
  rows.replaceChildren(...customers.map(rowOf));
  table.hidden = customers.length === 0;
  message.textContent = countText(customers.length);
}

function countText(count: number): string {
  if (count === 0) return "Nobody paid for an order since that day.";
  return count === 1 ? "1 customer" : `${count} customers`;
}

function rowOf(customer: TopCustomersRow): HTMLTableRowElement {
  const row = document.createElement("tr");
  for (const [i, text] of tableCells(customer).entries()) {
    const cell = row.insertCell();
    cell.textContent = text;
    // On a narrow screen a row is a card, whose cells say what they are.
    cell.dataset["label"] = heads[i]?.textContent ?? "";
  }
  return row;
}

function find<T extends Element>(selector: string, type: abstract new () => T): T {
  const element = document.querySelector(selector);
  if (!(element instanceof type)) throw new TypeError(`index.html has no ${selector}`);
  return element;
}
