import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { Tail } from "../src/tail.ts";

test("a tail is the end of what came, in whatever pieces", () => {
  const random = createRandom(1);
  for (let round = 0; round < 200; round++) {
    const tail = new Tail(16);
    let all = "";
    for (let count = random.below(40); count > 0; count--) {
      const piece = "abcdefghij".repeat(5).slice(0, random.below(random.pick([2, 10, 50])));
      tail.push(Buffer.from(piece));
      all += piece;
    }
    expect(tail.toString()).toBe(all.length > 16 ? `…${all.slice(-16)}` : all);
  }
});

test("a tail of many tiny pieces takes the memory of one buffer, and linear time", () => {
  const tail = new Tail(2048);
  const piece = Buffer.from("x");
  for (let i = 0; i < 1_000_000; i++) tail.push(piece);
  expect(tail.toString()).toBe(`…${"x".repeat(2048)}`);
});

test("a tail that just fits is whole", () => {
  const tail = new Tail(4);
  tail.push(Buffer.from("ab"));
  tail.push(Buffer.from("cd"));
  expect(tail.toString()).toBe("abcd");
  tail.push(Buffer.from("e"));
  expect(tail.toString()).toBe("…bcde");
});
