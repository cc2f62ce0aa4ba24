import { createRandom } from "@lutra-internal/testing";
import { expect, it, vi } from "vitest";
import * as native from "../../src/bytes/native-text.ts";
import * as web from "../../src/bytes/native-text.web.ts";

const random = createRandom(14);
const letters = ["a", "Z", "~", "\u0000", "é", "\ufffd", "\ufeff", "水", "🦦"];
// On both sides of every length at which texts are read or written otherwise.
const lengths = [0, 1, 3, 4, 15, 16, 17, 47, 48, 49, 63, 64, 65, 300, 511, 512, 513, 20_000];
const texts = lengths.flatMap((length) =>
  // Mostly ASCII, some of it to the end.
  [0, 0.02, 0.5].map((share) =>
    Array.from({ length }, () =>
      random.fraction() < share ? random.pick(letters) : random.pick(letters.slice(0, 4)),
    ).join(""),
  ),
);

async function codecsWith(text: typeof native): Promise<typeof import("../../src/index.ts")> {
  vi.resetModules();
  vi.doMock("../../src/bytes/native-text.ts", () => text);
  return await import("../../src/index.ts");
}

it("offers the same functions to browsers", () => {
  expect(Object.keys(web).toSorted()).toEqual(Object.keys(native).toSorted());
});

it.each(["latin1Slice", "utf8Slice", "utf8Write"])(
  "does without a Buffer that has no %s",
  (missing) => {
    const memory = new ArrayBuffer(8);
    expect(native.nativeReader()).toBeDefined();
    const own = Buffer.from(memory);
    Object.defineProperty(own, missing, { value: undefined });
    vi.stubGlobal("Buffer", { from: () => own });
    const found = [native.nativeWriter(memory), native.nativeReader()];
    vi.unstubAllGlobals();
    expect(found).toEqual([undefined, undefined]);
  },
);

it("reads and writes texts in browsers as on Node", async () => {
  const onNode = await codecsWith(native);
  const inBrowser = await codecsWith(web);
  const bytes = onNode.array(onNode.text).encode(texts);
  const codec = inBrowser.array(inBrowser.text);
  expect(codec.encode(texts)).toEqual(bytes);
  expect(codec.decode(bytes)).toEqual(texts);
  expect(codec.decode(bytes, { copy: true })).toEqual(texts);
});

it("refuses the same bytes in browsers as on Node", async () => {
  const codecs = [await codecsWith(native), await codecsWith(web)].map((bin) => bin.text);
  for (const text of texts.filter((each) => each !== "")) {
    const bytes = codecs[0]!.encode(text);
    bytes[8 + random.below(bytes.length - 8)] = 0xff;
    const [first, second] = codecs.map((codec) => outcome(() => codec.decode(bytes)));
    expect(second).toEqual(first);
    expect(first).toContain("DecodeError");
  }
});

function outcome(decode: () => string): string {
  try {
    return decode();
  } catch (error) {
    return String(error);
  }
}
