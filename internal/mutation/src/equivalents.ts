/** Changes that alter nothing a test could notice, or only how soon memory grows or work ends; they are left out of the count. */
export interface Equivalent {
  /** Path below `packages/`. */
  readonly file: string;
  /** Line of code that is changed, without its indentation. */
  readonly code: string;
  /** Changes of that line, as they are printed: `< -> <=`. */
  readonly changes: readonly string[];
  readonly reason: string;
}

/** All of them, with the reason of each. An entry that matches no change any more fails a test. */
export const equivalents: readonly Equivalent[] = [
  {
    file: "compiler/src/create-compiler.ts",
    code: "performance.now() < ends ? await faultsOf(files, texts) : undefined;",
    changes: ["< -> <="],
    reason: "the clock never shows the exact end",
  },
  {
    file: "bin/src/text/parse/parse-csv.ts",
    code: "return position ?? -1;",
    changes: ["1 -> (1 + 1)"],
    reason: "no cell is before the first",
  },
  {
    file: "bin/src/text/parse/parse-csv.ts",
    code: "const cell = record[order[i] ?? -1];",
    changes: ["1 -> (1 + 1)"],
    reason: "no cell is before the first",
  },
  {
    file: "bin/src/bytes/writer.ts",
    code: "if (this.end < slabBytes / 2 || this.end < this.capacity / 2)",
    changes: ["2 -> (2 + 1)"],
    reason: "an output is copied or handed over, with the same bytes",
  },
  {
    file: "bin/src/emit/enum.ts",
    code: "const comparedNames = 16;",
    changes: ["16 -> (16 + 1)"],
    reason: "names are compared or looked up, with the same outcome",
  },
  {
    file: "runner-interpreter/src/code/slot.ts",
    code: "position = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "it is set before it is read",
  },
  {
    file: "runner-interpreter/src/memory/array.ts",
    code: "const spareShare = 1.0625;",
    changes: ["1.0625 -> (1.0625 + 1)"],
    reason: "memory grows by more",
  },
  {
    file: "runner-interpreter/src/memory/array.ts",
    code: "const leastGrowth = 1.25;",
    changes: ["1.25 -> (1.25 + 1)"],
    reason: "memory grows by more",
  },
  {
    file: "runner-interpreter/src/memory/array.ts",
    code: "const length = arrayHeadBytes + 8 * layout.size;",
    changes: ["8 -> (8 + 1)"],
    reason: "there is room for one item more at first",
  },
  {
    file: "runner-interpreter/src/memory/array.ts",
    code: "if (this.#used * 4 < this.#chunk.bytes.length * 3) this.#resize(this.#used);",
    changes: ["4 -> (4 + 1)", "3 -> (3 + 1)", "< -> <="],
    reason: "more or less of the memory that growing took goes back",
  },
  {
    file: "runner-interpreter/src/memory/flatten.ts",
    code: "if (covered > target) pieces.push({ start: target, end: covered, at: 0 });",
    changes: ["> -> >="],
    reason: "nothing is copied of a piece without bytes",
  },
  {
    file: "runner-interpreter/src/native/cast.ts",
    code: "const magnitude = value < 0n ? -value : value;",
    changes: ["< -> <=", "0n -> (0n + 1n)"],
    reason: "integers near 0 are numbers",
  },
  {
    file: "runner-interpreter/src/native/cast.ts",
    code: "return value < 0n ? -rounded : rounded;",
    changes: ["< -> <=", "0n -> (0n + 1n)"],
    reason: "integers near 0 are numbers",
  },
  {
    file: "runner-interpreter/src/values/float-text.ts",
    code: 'return Number.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";',
    changes: ["> -> >=", "0 -> (0 + 1)"],
    reason: "the value is infinite",
  },
  {
    file: "runner-interpreter/src/values/integer64.ts",
    code: 'return typeof value === "number" ? value : value < 0n ? -Infinity : Infinity;',
    changes: ["< -> <=", "0n -> (0n + 1n)"],
    reason: "integers near 0 are numbers",
  },
  {
    file: "runner-interpreter/src/native/array/transform.ts",
    code: "result.add(machine.chunk, from, machine.count, (i + 1) / count);",
    changes: ["+ -> -", "1 -> (1 + 1)", "/ -> *"],
    reason: "memory grows sooner or later",
  },
  {
    file: "runner-interpreter/src/values/time-zone.ts",
    code: "if (spans.length > 0) {",
    changes: ["> -> >=", "0 -> (0 + 1)"],
    reason: "spans come in pairs, and a block without any may be kept as one span",
  },
  {
    file: "runner-interpreter/src/values/time-zone.ts",
    code: "this.#offsets[block - firstBlock] = spans.length > 0 ? changes : first;",
    changes: ["0 -> (0 + 1)"],
    reason: "spans come in pairs",
  },
  {
    file: "runner-duckdb/src/wasm/vector-of.ts",
    code: "if (end - start > 24) target.set(bytes.subarray(start, end), at);",
    changes: ["> -> >=", "24 -> (24 + 1)"],
    reason: "both ways copy the same bytes",
  },
  {
    file: "runner-sql/src/optimize/repetition.ts",
    code: "return this.#levels.get(query) ?? 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "a query that a rule made since is none that the rule looks for",
  },
  {
    file: "runner-postgres/src/output/integer-text.ts",
    code: "if (point > 80) return undefined;",
    changes: ["> -> >=", "80 -> (80 + 1)"],
    reason: "a number of so many digits is out of range anyway",
  },
  {
    file: "runner-interpreter/src/executable.ts",
    code: 'if (kind !== undefined && kind !== "data" && isScalarKind(kind)) {',
    changes: ["!== -> ==="],
    reason: "the way for all results gives the same bytes, and takes longer",
  },
  {
    file: "runner-interpreter/src/parquet/column-chunks.ts",
    code: "const values = (v1 ?? v2 ?? keys)?.num_values ?? 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "a page that holds no values counts a few bytes more",
  },
  {
    file: "codegen/src/layout/tree.ts",
    code: "while (at < code.length && code[at] !== close) {",
    changes: ["< -> <="],
    reason: "one more item of an unfinished group is empty, and empty ones are left out",
  },
  {
    file: "codegen/src/node/write-module.ts",
    code: 'const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);',
    changes: ["6 -> (6 + 1)"],
    reason: "the name of the draft need only be unlike others",
  },
  {
    file: "compiler/src/instance.ts",
    code: "64,",
    changes: ["64 -> (64 + 1)"],
    reason: "the compiler has no memory of 2 GiB, so that the number is not negative",
  },
  {
    file: "compiler/src/sources.ts",
    code: "const maxBytesPerUnit = 3;",
    changes: ["3 -> (3 + 1)"],
    reason: "more sources are measured, with the same outcome",
  },
  {
    file: "runner-async/src/async-runner.ts",
    code: "#busySince = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "it is set before it is read",
  },
  {
    file: "runner-binary/src/frame-reader.ts",
    code: "if (bytes.length >= smallChunkBytes) {",
    changes: [">= -> >"],
    reason: "one piece of that size is copied instead of kept",
  },
  {
    file: "runner-binary/src/node/listen.ts",
    code: "noDelay: true,",
    changes: ["true -> false"],
    reason: "responses take the same bytes, a little later",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "if (end > this.#records.length) this.#grow(end);",
    changes: ["> -> >="],
    reason: "memory grows one record sooner",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "this.#scheduled = true;",
    changes: ["true -> false"],
    reason: "further ticks find nothing to post",
  },
  {
    file: "runner-channel/src/client.ts",
    code: 'if (this.closedBy === undefined) this.#writer.writeValue("cancel", id, 0);',
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the program of a cancel",
  },
  {
    file: "runner-core/src/program.ts",
    code: "const kind = kindsByTag[bytes[0] ?? -1];",
    changes: ["1 -> (1 + 1)"],
    reason: "no kind is below 0",
  },
  {
    file: "runner-interpreter/src/memory/links.ts",
    code: "const middle = (run + high) >>> 1;",
    changes: [">>> -> >>"],
    reason: "no list of links has 2^30 items",
  },
  {
    file: "runner-http/src/node/node-exchange.ts",
    code: "return messageReply(response.statusCode ?? 0, response.headers, response);",
    changes: ["0 -> (0 + 1)"],
    reason: "a response has a status",
  },
  {
    file: "runner-posix/src/client.ts",
    code: 'const [line = ""] = start.split(/[^ -~]/, 1);',
    changes: ["1 -> (1 + 1)"],
    reason: "only the first piece is read",
  },
  {
    file: "runner-posix/src/output-start.ts",
    code: "#length = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "no frame begins before the first piece",
  },
  {
    file: "runner-posix/src/tail.ts",
    code: "if (this.#length + added.length > this.#buffer.length) {",
    changes: ["> -> >="],
    reason: "bytes are moved one chunk sooner",
  },
  {
    file: "runner-sql/src/optimize/rules/inline-scans.ts",
    code: "if (left === undefined || right === undefined) return false;",
    changes: ["|| -> &&"],
    reason: "an = has two operands",
  },
  {
    file: "runner-sql/src/optimize/rules/prune-columns.ts",
    code: "(_, i) => !isUnused(outputs[i] ?? { values: 1, orders: 0, tops: 0 }),",
    changes: ["0 -> (0 + 1)", "1 -> (1 + 1)"],
    reason: "one use is enough",
  },
  {
    file: "runner-sync/src/lifeline.ts",
    code: "this.#tells = this.#end.postMessage(0) === true;",
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the message",
  },
  {
    file: "runner-sync/src/lifeline.ts",
    code: "return this.#tells && this.#end.postMessage(0) !== true;",
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the message",
  },
  {
    file: "runner-sync/src/sync-runner.ts",
    code: "#nextProgramId = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "ids need only differ",
  },
  {
    file: "runner-sync/src/mailbox.ts",
    code: "export const attendance = { none: 0, waits: 1, needsMessage: 2 } as const;",
    changes: ["1 -> (1 + 1)", "2 -> (2 + 1)"],
    reason: "both sides take the numbers from here",
  },
  {
    file: "runner-sync/src/request-handler.ts",
    code: "const id = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the id",
  },
  {
    file: "runner-sync/src/blocking-connection.ts",
    code: "argument: number = 0,",
    changes: ["0 -> (0 + 1)"],
    reason: "requests without an argument do not read it",
  },
  {
    file: "runner-sync/src/blocking-connection.ts",
    code: "if (remainingMs <= 0) throw this.#timeOut(kind);",
    changes: ["0 -> (0 + 1)", "<= -> <"],
    reason: "the call times out up to a millisecond sooner, or one look later",
  },
  {
    file: "runner-sync/src/blocking-connection.ts",
    code: 'reply = this.#exchange("rest", 0, 0, deadline);',
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the argument and the length of such a request",
  },
  {
    file: "runner-sync/src/caller-mailbox.ts",
    code: "Atomics.store(this.#words, word.closed, 1);",
    changes: ["1 -> (1 + 1)"],
    reason: "every number but 0 says it",
  },
  {
    file: "runner-sync/src/caller-mailbox.ts",
    code: "Atomics.add(this.#words, word.request, 1);",
    changes: ["1 -> (1 + 1)"],
    reason: "no one reads the number after the last request",
  },
  {
    file: "runner-sync/src/server-mailbox.ts",
    code: "Atomics.add(this.#words, word.reply, -1);",
    changes: ["1 -> (1 + 1)"],
    reason: "no one reads the number after a failure",
  },
  {
    file: "runner-sync/src/can-block.ts",
    code: "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);",
    changes: ["1 -> (1 + 1)"],
    reason: "every number but 0 is another value",
  },
  {
    file: "runner-sync/src/expose-runner.ts",
    code: "const maxTurnMs = 1;",
    changes: ["1 -> (1 + 1)"],
    reason: "a turn takes a millisecond longer",
  },
  {
    file: "runner-sync/src/expose-runner.ts",
    code: "const turnIsOver = performance.now() - turnStartMs >= maxTurnMs;",
    changes: [">= -> >", "- -> +"],
    reason: "turns end sooner or later, with the same replies",
  },
  {
    file: "runner-sync/src/mailbox.ts",
    code: "export const failureBytes = 8192;",
    changes: ["8192 -> (8192 + 1)"],
    reason: "both sides take the room from here",
  },
  {
    file: "runner-sync/src/request-handler.ts",
    code: "const runProgramId = 2 ** 32 - 1;",
    changes: ["- -> +", "2 -> (2 + 1)", "32 -> (32 + 1)", "1 -> (1 + 1)"],
    reason: "no prepared program has that id either",
  },
  {
    file: "runner-nats/src/exchange.ts",
    code: "let count = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "ids need only differ",
  },
  {
    file: "runner-core/src/reconnecting/client.ts",
    code: "await this.#call(options, false, (connection) =>",
    changes: ["false -> true"],
    reason: "what begins no program is repeated in any case",
  },
  {
    file: "runner-core/src/reconnecting/client.ts",
    code: "return this.#call(undefined, false, ({ run }) => run.getInterface());",
    changes: ["false -> true"],
    reason: "what begins no program is repeated in any case",
  },
  {
    file: "runner-core/src/reconnecting/client.ts",
    code: "return this.#call(undefined, false, ({ run }) => run.getExternals());",
    changes: ["false -> true"],
    reason: "what begins no program is repeated in any case",
  },
  {
    file: "runner-channel/src/batch-reader.ts",
    code: "const words = new Uint32Array(buffer, byteOffset, length >>> 2);",
    changes: [">>> -> >>"],
    reason: "no batch has 2 GiB",
  },
  {
    file: "runner-channel/src/batch-reader.ts",
    code: "const word = at >>> 2;",
    changes: [">>> -> >>"],
    reason: "no batch has 2 GiB",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "const word = at >>> 2;",
    changes: [">>> -> >>"],
    reason: "no batch has 2 GiB",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "this.#words = new Uint32Array(records.buffer, 0, records.length >>> 2);",
    changes: [">>> -> >>"],
    reason: "no batch has 2 GiB",
  },
  {
    file: "runner-channel/src/batch-reader.ts",
    code: "} else if (size > 0) {",
    changes: ["> -> >="],
    reason: "an empty view of the batch is as good as no bytes",
  },
  {
    file: "runner-core/src/reconnecting/connection.ts",
    code: "return new Promise((resolve) => setTimeout(resolve, 0));",
    changes: ["0 -> (0 + 1)"],
    reason: "Node waits for a millisecond in any case",
  },
  {
    file: "runner-posix/src/client.ts",
    code: "this.#failing = true;",
    changes: ["true -> false"],
    reason: "the second explanation comes after the first, which counts",
  },
  {
    file: "runner-posix/src/output-start.ts",
    code: "partialBytes: () => number = () => 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "it is set before the first byte arrives",
  },
  {
    file: "runner-posix/src/reserve-stdout.ts",
    code: "return stat.isFIFO() || stat.isSocket()",
    changes: ["|| -> &&"],
    reason: "threads of the pool write to pipes and sockets too",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "const records = new Uint8Array(Math.max(atLeast, this.#records.length * 2));",
    changes: ["2 -> (2 + 1)"],
    reason: "memory grows less often, with the same batches",
  },
  {
    file: "runner-posix/src/reserve-stdout.ts",
    code: 'if (process.versions["bun"] !== undefined) return behindStdout();',
    changes: ["!== -> ==="],
    reason: "both ways write the same bytes, in Node without blocking either",
  },
  {
    file: "runner-posix/src/runner-process.ts",
    code: 'return spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"], windowsHide: true });',
    changes: ["true -> false"],
    reason: "only Windows shows a window",
  },
  {
    file: "runner-posix/src/reserve-stdout.ts",
    code: ': createWriteStream("", { fd: stdoutFd, autoClose: false });',
    changes: ["false -> true"],
    reason: "the process ends after its output, which closes it too",
  },
  {
    file: "runner-core/src/transport/growing-bytes.ts",
    code: "if (end > bytes.length) {",
    changes: ["> -> >="],
    reason: "memory grows one piece sooner, and is cut to its length",
  },
  {
    file: "runner-core/src/transport/growing-bytes.ts",
    code: "const grown = new Uint8Array(Math.max(end, 2 * bytes.length));",
    changes: ["2 -> (2 + 1)"],
    reason: "memory grows less often, and is cut to its length",
  },
  {
    file: "runner-posix/src/tail.ts",
    code: "this.#buffer = Buffer.alloc(2 * maxBytes);",
    changes: ["2 -> (2 + 1)"],
    reason: "bytes are moved less often",
  },
  {
    file: "runner-binary/src/frame-writer.ts",
    code: "else if (this.#batchBytes > maxBatchBytes) this.flush();",
    changes: ["> -> >="],
    reason: "a batch of just that size is written one frame sooner",
  },
  {
    file: "runner-binary/src/frame-reader.ts",
    code: "#at = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "it is set with the first chunk",
  },
  {
    file: "runner-conformance/src/transport/probe-runner.ts",
    code: "const head = [2, 4, 0, 0, 0];",
    changes: ["4 -> (4 + 1)", "0 -> (0 + 1)"],
    reason: "of a program, transports look at the first byte and the length",
  },
  {
    file: "runner-conformance/src/check.ts",
    code: "await delay(20);",
    changes: ["20 -> (20 + 1)"],
    reason: "it asks a millisecond later",
  },
  {
    file: "runner-core/src/transport/pending-calls.ts",
    code: "if (this.#count * 2 >= this.#places.length) this.#grow();",
    changes: [">= -> >", "2 -> (2 + 1)"],
    reason: "places grow one call sooner or later, and are found as well",
  },
];

/** Returns the reason why a change alters nothing, if it is a known one. */
export function equivalenceOf(file: string, code: string, change: string): string | undefined {
  return equivalents.find(
    (each) => each.file === file && each.code === code && each.changes.includes(change),
  )?.reason;
}
