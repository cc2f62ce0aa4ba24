import { afterAll, describe, test } from "vitest";
import { transportCases } from "../src/index.ts";
import { describeCases } from "../src/vitest.ts";
import { Bundles } from "./bundle.ts";
import { transports } from "./transports.ts";

const bundles = new Bundles();
afterAll(() => bundles.remove());

for (const { name, lacks, serve } of transports(bundles.bundle)) {
  const subject = { serve: () => serve("probe") };
  describeCases({ describe, test }, name, transportCases, subject, { lacks });
}
