import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { AsyncRunner } from "@lutra/runner-async";
import {
  type CallOptions,
  type Program,
  programFromBytes,
  type Run,
  Runner,
} from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";

export { identity } from "./identity.ts";

/** Returns programs that differ in their bytes and do the same: trailing bytes mean nothing. */
export function variantOf(program: Program, n: number): Program {
  return programFromBytes(new Uint8Array([...program.bytes, n & 255, n >> 8]));
}

/** Returns the interpreter. */
export function interpreter(): Run {
  return new AsyncRunner(new InterpreterRunner());
}

/** A runner that counts what it holds and can be made to wait. */
export class CountingRunner extends Runner<number> {
  prepared = 0;
  released = 0;
  started = 0;
  aborted = 0;
  /** Executions wait for it, or for their signal. */
  gate: Promise<void> = Promise.resolve();

  override async prepare(_program: Program): Promise<number> {
    return this.prepared++;
  }

  override async release(_handle: unknown): Promise<void> {
    this.released++;
  }

  override async execute(_: number, input: Uint8Array, options?: CallOptions): Promise<Uint8Array> {
    this.started++;
    const signal = options?.signal;
    const aborted = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener("abort", () => {
        this.aborted++;
        reject(signal.reason as Error);
      });
    });
    aborted.catch(() => {});
    await Promise.race([this.gate, aborted]);
    return input.slice();
  }
}

/** Sends bytes as they are and gives all that comes back until the connection ends. */
export function rawExchange(
  port: number,
  chunks: readonly (string | Uint8Array)[],
): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}

/** Sends one request with headers that fetch would not let through. */
export function nodeFetch(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: Uint8Array | string },
  host = "127.0.0.1",
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const { method = "GET", headers = {}, body } = options;
    const sent = httpRequest({ port, host, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
