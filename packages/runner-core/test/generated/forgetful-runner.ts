import { type CallOptions, ErrorCode, RunnerError } from "../../src/index.ts";
import { FakeRunner } from "../fake-runner.ts";

/** A {@link FakeRunner} that may lose its programs, as a server that was restarted. */
export class ForgetfulRunner extends FakeRunner {
  externalsFailure: Error | undefined;
  executeFailure: Error | undefined;
  releaseFailure: Error | undefined;
  /** Set if programs are lost at once. */
  isHopeless: boolean = false;

  forget(): void {
    this.held.clear();
  }

  override async execute(
    handle: string,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    if (this.isHopeless) this.forget();
    if (!this.held.has(handle)) {
      this.calls.push(`miss ${handle}`);
      throw new RunnerError("not here", { code: ErrorCode.PROGRAM_NOT_FOUND });
    }
    const output = await super.execute(handle, input, options);
    if (this.executeFailure !== undefined) throw this.executeFailure;
    return output;
  }

  override async release(handle: string): Promise<void> {
    await super.release(handle);
    if (this.releaseFailure !== undefined) throw this.releaseFailure;
  }

  override async getExternals(): Promise<readonly string[]> {
    this.calls.push("externals");
    if (this.externalsFailure !== undefined) throw this.externalsFailure;
    return super.getExternals();
  }
}
