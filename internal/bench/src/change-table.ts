import type { Readings } from "./readings.ts";
import { formatNumber, formatRatio, type Table } from "./table.ts";

/** Makes a table of the cells that were measured in another checkout too, with the ratio of every quantity. */
export function changeTable(readings: Readings, before: Readings): Table {
  const cells = before.toJSON().toSorted((a, b) => (a.id.join() < b.id.join() ? -1 : 1));
  const rows = cells.flatMap(({ id, trials }) =>
    Object.keys(trials[0] ?? {})
      .toSorted()
      .map((quantity) => {
        const [then, now] = [before.get(quantity, ...id), readings.get(quantity, ...id)];
        const ratio = then === undefined || now === undefined ? undefined : now / then;
        return [
          `${id.join(" ")}, ${quantity}`,
          formatNumber(then),
          formatNumber(now),
          formatRatio(ratio),
        ];
      }),
  );
  const head = ["cell", "other checkout", "this one", "ratio"];
  return { caption: "next to the other checkout", head, rows };
}
