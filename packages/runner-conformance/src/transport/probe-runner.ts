import {
  type CallOptions,
  type PreparedProgram,
  PreparedPrograms,
  type Program,
  programFromBytes,
  Runner,
  RunnerError,
} from "@lutra/runner-core";

/** Behaviour of a program of a {@link ProbeRunner}. */
export type Probe =
  /** Returns its input. */
  | { readonly do: "echo" }
  /** Returns its input, after as many milliseconds as the first byte says. */
  | { readonly do: "wait" }
  /** Ends when its call is aborted, with the signal's reason. */
  | { readonly do: "hang" }
  /** Returns the program's bytes, which `padding` makes longer. */
  | { readonly do: "program"; readonly padding: string }
  /** Fails to execute. */
  | { readonly do: "fail"; readonly display: string; readonly code?: string }
  /** Fails to execute, with something that is no Error. */
  | { readonly do: "throw"; readonly value: string }
  /** Fails to be prepared. */
  | { readonly do: "refuse"; readonly display: string; readonly code?: string }
  /** Returns {@link ProbeCounts} as JSON. */
  | { readonly do: "count" };

/** Counts of the calls that a {@link ProbeRunner} has received. */
export interface ProbeCounts {
  /** Programs that were prepared, that of the question included. */
  readonly prepared: number;
  readonly released: number;
  /** Executions that began to hang. */
  readonly hung: number;
  /** Executions that hung until their signal was aborted. */
  readonly aborted: number;
}

/** A program of a {@link ProbeRunner}. */
interface PreparedProbe {
  readonly probe: Probe;
  readonly program: Program;
}

/** Text that a {@link ProbeRunner} gives as its interface. Decoders drop the U+FEFF unless they are told to keep it. */
export const probeInterface = "\ufeff# žluťoučký 🦦\nfunc otter(): Text\n";

/** Externals of a {@link ProbeRunner}. */
export const probeExternals: readonly string[] = ["repr:bytecode-lt", "probe", "", "🦦"];

/** An encoded `rr::Program` of bytecode, as far as transports look at it. */
const head = [2, 4, 0, 0, 0];

/**
 * The runner that transports are tested with: its programs say what it does. Serve one wherever the transport's server
 * lives.
 *
 * @example
 * ```ts
 * const runner = new ProbeRunner();
 * const prepared = await runner.prepare(probeProgram({ do: "echo" }));
 * await runner.execute(prepared, new Uint8Array([7])); // Uint8Array [7]
 * ```
 */
export class ProbeRunner extends Runner<PreparedProgram> {
  readonly #programs = new PreparedPrograms<PreparedProbe>();
  #counts: ProbeCounts = { prepared: 0, released: 0, hung: 0, aborted: 0 };

  override async prepare(program: Program): Promise<PreparedProgram> {
    const text = new TextDecoder().decode(program.bytes.subarray(head.length));
    const probe = JSON.parse(text) as Probe;
    if (probe.do === "refuse") throw new RunnerError(probe.display, codeOf(probe));
    this.#programs.assertOpen();
    this.#count("prepared");
    return this.#programs.add({ probe, program });
  }

  override async execute(
    prepared: PreparedProgram,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const { probe, program } = this.#programs.get(prepared);
    switch (probe.do) {
      case "echo":
        return input.slice();
      case "wait": {
        const output = input.slice();
        await new Promise((resolve) => setTimeout(resolve, output[0]));
        return output;
      }
      case "hang":
        return await this.#hang(options?.signal);
      case "program":
        return program.bytes.slice();
      case "fail":
        throw new RunnerError(probe.display, codeOf(probe));
      case "throw":
        // oxlint-disable-next-line typescript/only-throw-error -- what a careless author may do
        throw probe.value;
      case "count":
        return new TextEncoder().encode(JSON.stringify(this.#counts));
      case "refuse":
        throw new RunnerError("a refused program was executed");
    }
  }

  override async release(prepared: PreparedProgram): Promise<void> {
    if (this.#programs.delete(prepared) !== undefined) this.#count("released");
  }

  override async getInterface(): Promise<string> {
    return probeInterface;
  }

  override async getExternals(): Promise<readonly string[]> {
    return probeExternals;
  }

  #count(what: keyof ProbeCounts): void {
    this.#counts = { ...this.#counts, [what]: this.#counts[what] + 1 };
  }

  #hang(signal: AbortSignal | undefined): Promise<never> {
    this.#count("hung");
    return new Promise((_resolve, reject) => {
      const onAbort = (): void => {
        this.#count("aborted");
        reject(signal?.reason as Error);
      };
      if (signal?.aborted === true) onAbort();
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }
}

/** Returns the program that makes a {@link ProbeRunner} do something. */
export function probeProgram(probe: Probe): Program {
  const text = new TextEncoder().encode(JSON.stringify(probe));
  return programFromBytes(new Uint8Array([...head, ...text]));
}

function codeOf({ code }: { readonly code?: string }): { readonly code?: string } {
  return code === undefined ? {} : { code };
}
