import type { Customer } from "./top-customers.ts";

/** The texts of a row, column by column as in `index.html`. */
export function tableCells(customer: Customer, locale?: string): string[] {
  const euros = new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return [
    customer.customer ?? `no. ${customer.id}`,
    customer.city ?? "–",
    String(customer.orders),
    euros.format(customer.cents / 100),
    customer.last_day === null ? "–" : day.format(new Date(customer.last_day)),
    String(customer.coupons),
  ];
}
