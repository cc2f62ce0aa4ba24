import { BinaryClient, type BinaryClientOptions, checkedClientOptions } from "@lutra/runner-binary";
import { nodeByteStream } from "@lutra/runner-binary/node";
import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { OutputStart } from "./output-start.ts";
import { RunnerProcess, type SpawnOptions } from "./runner-process.ts";

/** Process to start, and the options of the client. */
export interface PosixClientOptions extends SpawnOptions, BinaryClientOptions {}

/** Longest time that an error waits for the process's own account of its end, in milliseconds. */
const accountMs = 500;

/** Advice for text among frames. */
const remedy = "a program that prints before it calls servePosix calls reserveStdout() first";

/**
 * A runner in an executable that it starts: frames go to its standard input and come from its standard output.
 *
 * Starting does not wait: a command that does not exist fails the first call. When the process ends, pending and later
 * calls reject with `CONNECTION_CLOSED`, with its exit code or signal and the last of its standard error in the message;
 * when its standard output carries anything but frames, with `PROTOCOL_ERROR` and the first bytes of it.
 *
 * The process is the client's: {@link PosixClient.shutdown} ends its input, waits 2 s, sends SIGTERM, waits 2 s, sends
 * SIGKILL. It keeps this process alive until then; when this process dies, its input ends too.
 *
 * @example
 * ```ts no-run
 * await using runner = new PosixClient({
 *   command: "lutra-runner",
 *   args: ["serve", "--runner", "interpreter", "--stdio"],
 * });
 * const output = await runner.run(program, input);
 * ```
 */
export class PosixClient extends BinaryClient {
  readonly #process: RunnerProcess;
  readonly #output: OutputStart;
  #failing = false;

  /**
   * Starts the executable.
   *
   * @throws TypeError for an argument that cannot be passed to a process
   * @throws RangeError for a limit out of range
   * @throws RunnerError `CONNECTION_CLOSED` if the system refuses the command at once, for example for its long arguments
   */
  constructor(options: PosixClientOptions) {
    const clientOptions = checkedClientOptions(options);
    const child = new RunnerProcess(options);
    const output = new OutputStart(nodeByteStream(child.stdout, child.stdin));
    super(output.stream, clientOptions);
    this.#process = child;
    this.#output = output;
    output.partialBytes = () => this.partialBytes;
  }

  /** Id of the process, or undefined if it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  protected override fail(error: RunnerError): void {
    if (this.#failing) return;
    this.#failing = true;
    void this.#explain(error).then((explained) => super.fail(explained));
    void this.#process.stop();
  }

  protected override async disconnect(): Promise<void> {
    await Promise.all([super.disconnect(), this.#process.stop()]);
  }

  async #explain(error: RunnerError): Promise<RunnerError> {
    const account = await this.#process.describe(accountMs);
    if (error.code === ErrorCode.CONNECTION_CLOSED) {
      const message = this.#process.hasLeft ? account : `${error.message}; ${account}`;
      return new RunnerError(message, { code: error.code, cause: error });
    }
    const start = this.#output.toString();
    const [line = ""] = start.split(/[^ -~]/, 1);
    // An error that quotes the very text has nothing to add.
    const reason = error.message.includes(JSON.stringify(line)) ? "" : ` (${error.message})`;
    const message = `standard output must carry frames only, but it has ${JSON.stringify(start)}${reason}: ${remedy}; ${account}`;
    return new RunnerError(message, { code: ErrorCode.PROTOCOL_ERROR, cause: error });
  }
}
