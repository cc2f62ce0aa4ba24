import { DecodeError } from "@lutra/bin";
import { codecsFor, programCodec, programTypeCodec } from "@lutra/bin/program";
import { AsyncRunner } from "@lutra/runner-async";
import { BinaryClient, FrameReader, serveBinary, type WebDuplex } from "@lutra/runner-binary";
import { createChannel } from "@lutra/runner-channel";
import {
  type ConformanceCase,
  type Feature,
  ProbeRunner,
  runCases,
  runnerCases,
  streamClientCases,
  streamServerCases,
  transportCases,
  type TransportSubject,
} from "@lutra/runner-conformance";
import { isRunnerError, programFromBytes, type Run } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import type { Check } from "./check.ts";
import { areEqual, bytesOf, golden } from "./golden.ts";

/** Checks that must pass wherever JavaScript runs. */
export const everywhere: readonly Check[] = [
  { name: "fuzz (T1)", run: fuzz },
  { name: "chunking (T5)", run: chunking },
  {
    name: "stream: calls, cuts (T9, T11)",
    // The wire has no message that cancels.
    run: () => conforms(transportCases, overStreams, ["cancel"]),
  },
  { name: "channel: calls, cuts (T9, T11)", run: () => conforms(transportCases, overChannel) },
  { name: "stream client", run: () => conforms(streamClientCases, { connect: connectStream }) },
  { name: "stream server", run: () => conforms(streamServerCases, servedStream) },
  { name: "interpreter", run: () => conforms(runnerCases("bytecodeLt"), interpreterSubject) },
  { name: "corpus (T13)", run: corpus },
];

const interpreter = (): Run => new AsyncRunner(new InterpreterRunner());
const interpreterSubject = { kind: "bytecodeLt", connect: async () => interpreter() } as const;
const connectStream = (stream: WebDuplex): Run => new BinaryClient(stream);

/** Runs conformance cases. @throws Error that names those that failed */
export async function conforms<Subject>(
  cases: readonly ConformanceCase<Subject>[],
  subject: Subject,
  lacks: readonly Feature[] = [],
): Promise<string> {
  const results = await runCases(cases, subject, { lacks });
  const failed = results.filter(({ outcome }) => outcome === "failed");
  if (failed.length > 0) {
    throw new Error(failed.map(({ name, message }) => `${name}: ${message}`).join("; "));
  }
  const passed = results.filter(({ outcome }) => outcome === "passed").length;
  return `${passed} cases`;
}

async function fuzz(): Promise<string> {
  const random = seeded(1);
  const seeds = golden().programs.flatMap(({ program, type }) => [
    { codec: programCodec, bytes: bytesOf(program) },
    { codec: programTypeCodec, bytes: bytesOf(type) },
  ]);
  const rounds = 5000;
  for (let i = 0; i < rounds; i++) {
    const { codec, bytes } = seeds[random(seeds.length)]!;
    const mutant = mutated(bytes, random);
    try {
      codec.decode(mutant);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
    const reader = new FrameReader(65_536);
    reader.push(mutant);
    try {
      while (reader.read() !== undefined);
    } catch (error) {
      if (!isRunnerError(error)) throw error;
    }
  }
  return `${rounds} mutants`;
}

function mutated(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const mutant = bytes.slice(0, random(4) === 0 ? random(bytes.length + 1) : bytes.length);
  for (let i = random(4); i >= 0 && mutant.length > 0; i--) {
    mutant[random(mutant.length)] = random(2) === 0 ? 255 : random(256);
  }
  return mutant;
}

async function chunking(): Promise<string> {
  let splits = 0;
  for (const hex of golden().frames) {
    const frame = bytesOf(hex);
    const body = frame.subarray(4);
    const check = (chunks: readonly Uint8Array[]): void => {
      const reader = new FrameReader(65_536);
      for (const chunk of chunks) reader.push(chunk.slice());
      const read = reader.read();
      if (read === undefined || !areEqual(read, body)) throw new Error(`a frame differs: ${hex}`);
      splits++;
    };
    for (let at = 0; at <= frame.length; at++) check([frame.subarray(0, at), frame.subarray(at)]);
    check(Array.from(frame, (byte) => new Uint8Array([byte])));
  }
  return `${splits} splits`;
}

async function corpus(): Promise<string> {
  const runner = interpreter();
  const { programs } = golden();
  for (const { name, program, type, input, output } of programs) {
    const codec = codecsFor(bytesOf(type)).output;
    const prepared = await runner.prepare(programFromBytes(bytesOf(program)));
    const given = await runner.execute(prepared, bytesOf(input));
    const canonical = codec.encode(codec.decode(given));
    if (!areEqual(canonical, bytesOf(output))) throw new Error(`${name} gives another output`);
    await runner.release(prepared);
  }
  await runner.shutdown();
  return `${programs.length} programs`;
}

const overChannel: TransportSubject = {
  async serve() {
    const runner = new ProbeRunner();
    const channels = new Set<ReturnType<typeof createChannel>>();
    const closeAll = (): Promise<unknown> => Promise.all([...channels].map((each) => each.close()));
    return {
      async connect() {
        const made = createChannel(runner);
        channels.add(made);
        return made.client;
      },
      cut: () => void closeAll(),
      close: async () => void (await closeAll()),
    };
  },
};

const overStreams: TransportSubject = {
  async serve() {
    const runner = new ProbeRunner();
    const cuts = new Set<() => void>();
    const cut = (): void => {
      for (const each of cuts) each();
    };
    return {
      async connect() {
        const { client, server, cut } = streamPair();
        serveBinary(runner, server);
        cuts.add(cut);
        return new BinaryClient(client);
      },
      cut,
      close: async () => cut(),
    };
  },
};

const servedStream = {
  kind: "bytecodeLt",
  connect: async (): Promise<WebDuplex> => {
    const { client, server } = streamPair();
    serveBinary(interpreter(), server);
    return client;
  },
} as const;

/** Returns two ends of a connection in memory, which `cut` breaks. */
function streamPair(): {
  readonly client: WebDuplex;
  readonly server: WebDuplex;
  readonly cut: () => void;
} {
  const ends: TransformStreamDefaultController<Uint8Array>[] = [];
  const pipe = (): TransformStream<Uint8Array, Uint8Array> =>
    new TransformStream({ start: (controller) => void ends.push(controller) });
  const [up, down] = [pipe(), pipe()];
  return {
    client: { readable: down.readable, writable: up.writable },
    server: { readable: up.readable, writable: down.writable },
    cut: () => {
      for (const end of ends) end.error(new Error("cut"));
    },
  };
}

function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
