import type { Target } from "../../src/target.ts";

/** Fails, never ends or takes all memory, depending on the first byte. */
export const target: Target = {
  seeds: () => [],
  fuzz: ([first]) => {
    if (first === 1) throw new Error("the input is faulty");
    while (first === 2);
    const kept: unknown[] = [];
    while (first === 3) kept.push(Array.from({ length: 1000 }, () => ({ first })));
  },
};
