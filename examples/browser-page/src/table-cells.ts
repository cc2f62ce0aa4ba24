import type { TopCustomersRow } from "./shop.lutra.ts";

/** Milliseconds of a day. */
const dayMs = 86_400_000;

/** Returns the day of a time in milliseconds, as a program takes it: days since 1970-01-01. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / dayMs);
}

/** Returns the texts of a row, column by column as in `index.html`. */
export function tableCells(customer: TopCustomersRow, locale?: string): string[] {
  const euros = new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return [
    customer.customer ?? `no. ${customer.id}`,
    customer.city ?? "–",
    String(customer.orders),
    euros.format(Number(customer.cents) / 100),
    customer.last_day === null ? "–" : day.format(new Date(customer.last_day * dayMs)),
    String(customer.coupons),
  ];
}
