// Echoes through bare shared memory, with an asynchronous function and a live event loop.
import { workerData } from "node:worker_threads";

/** Data that the worker is started with. */
export interface BareMailbox {
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
  /** `true` if the function gets a copy of its input, `false` if it gets the shared memory itself. */
  readonly copiesInput: boolean;
}

type WaitAsync = (words: Int32Array, index: number, value: number) => { value: Promise<string> };

const { control, data, copiesInput } = workerData as BareMailbox;
const [words, bytes] = [new Int32Array(control), new Uint8Array(data)];
const { waitAsync } = Atomics as unknown as { waitAsync: WaitAsync };
const echo = (input: Uint8Array): Promise<Uint8Array> => Promise.resolve(input);
// Waiting does not keep a thread alive.
setInterval(() => {}, 1 << 30);
for (let seen = 0; ; seen++) {
  await waitAsync(words, 0, seen).value;
  const output = await echo(copiesInput ? bytes.slice(0, words[2]) : bytes.subarray(0, words[2]));
  if (copiesInput) bytes.set(output);
  words[2] = output.length;
  Atomics.store(words, 1, seen + 1);
  Atomics.notify(words, 1);
}
