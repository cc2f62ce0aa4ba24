import { createGate, type Gate } from "@lutra-internal/testing";
import {
  ErrorCode,
  type Program,
  Runner,
  RunnerError,
  type TypedProgram,
} from "../../src/index.ts";
import type { Connection } from "../../src/reconnecting.ts";

/**
 * Fate of one request: its connection is lost before the server sees it, or after the server has done it; or the server is
 * about to end, and does not start it.
 */
export type Fate = "ending" | "lost after" | "lost before" | "ok";

/** Handle of a program on one connection. */
interface Handle {
  readonly program: Program;
}

/** A server whose connections are lost as a test says. */
export class FaultyServer {
  /** Asked for the fate of each request, `connect` among them. */
  fate: (request: string) => Fate = () => "ok";
  /** Inputs that were executed, by their first byte. */
  readonly executed: number[] = [];
  readonly prepared: Program[] = [];
  connects = 0;
  open = 0;
  /** Gate for executes, which wait for it or for the end of their connection. */
  gate: Promise<unknown> | undefined;
  /** Thrown by every release that arrives. */
  releaseFailure: Error | undefined;
  /** The client is not told that a connection has ended. */
  isSilent = false;

  readonly connect = async (): Promise<Connection> => {
    this.connects++;
    if (this.fate("connect") !== "ok") throw lost("no connection");
    return new FaultyConnection(this);
  };
}

class FaultyConnection extends Runner<Handle> {
  readonly closed: Promise<unknown>;
  readonly #server: FaultyServer;
  readonly #handles = new Set<Handle>();
  readonly #end: Gate<RunnerError> = createGate<RunnerError>();
  #closedBy: RunnerError | undefined;

  constructor(server: FaultyServer) {
    super();
    this.#server = server;
    this.closed = this.#end.promise;
    if (server.isSilent) Reflect.deleteProperty(this, "closed");
    server.open++;
  }

  override async run<I, O>(program: TypedProgram<I, O>, input: I): Promise<O> {
    const bytes = program.input.encode(input);
    return await this.#request("run", () => {
      this.#server.executed.push(bytes[0] ?? 0);
      return program.output.decode(bytes);
    });
  }

  override async prepare(program: Program): Promise<Handle> {
    return await this.#request("prepare", () => {
      this.#server.prepared.push(program);
      const handle = { program };
      this.#handles.add(handle);
      return handle;
    });
  }

  override async execute(handle: Handle, input: Uint8Array): Promise<Uint8Array> {
    return await this.#request("execute", () => {
      if (!this.#handles.has(handle)) throw new Error("a handle of another connection");
      if (input[0] === 0xff) throw new RunnerError("boom", { code: ErrorCode.EXECUTION_ERROR });
      this.#server.executed.push(input[0] ?? 0);
      return input.slice();
    });
  }

  override async release(handle: Handle): Promise<void> {
    await this.#request("release", () => {
      if (this.#server.releaseFailure !== undefined) throw this.#server.releaseFailure;
      this.#handles.delete(handle);
    });
  }

  override async getInterface(): Promise<string> {
    return await this.#request("getInterface", () => "func f(): Int64");
  }

  override async getExternals(): Promise<readonly string[]> {
    return await this.#request("getExternals", () => ["repr:bytecode-lt"]);
  }

  override async shutdown(): Promise<void> {
    this.#close(lost("shut down"));
  }

  async #request<T>(name: string, work: () => T): Promise<T> {
    await Promise.resolve();
    this.#assertOpen();
    const fate = this.#server.fate(name);
    if (fate === "ending")
      throw new RunnerError("the server is about to end", { code: ErrorCode.SERVER_ENDING });
    if (name === "execute" && this.#server.gate !== undefined) {
      await Promise.race([this.#server.gate, this.#end.promise]);
      this.#assertOpen();
    }
    const result = fate === "lost before" ? undefined : work();
    if (fate !== "ok") this.#close(lost("the connection was lost"));
    this.#assertOpen();
    return result as T;
  }

  #assertOpen(): void {
    const error = this.#closedBy;
    if (error !== undefined) throw error;
  }

  #close(error: RunnerError): void {
    if (this.#closedBy !== undefined) return;
    this.#closedBy = error;
    this.#server.open--;
    this.#end.open(error);
  }
}

function lost(message: string): RunnerError {
  return new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED });
}
