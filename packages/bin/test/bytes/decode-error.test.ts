import { expect, test } from "vitest";
import { DecodeError } from "@lutra/bin";

test.each<[path: readonly (string | number)[], message: string]>([
  [[], "wrong (at byte 7)"],
  [["title"], "wrong (at byte 7, in .title)"],
  [["movies", 3, "title"], "wrong (at byte 7, in .movies[3].title)"],
])("an error at %j says the place, if there is one", (path, message) => {
  expect(new DecodeError("wrong", 7, path)).toMatchObject({ message, offset: 7, path });
});
