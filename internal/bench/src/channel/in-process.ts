import { MessageChannel } from "node:worker_threads";
import { createChannel } from "@lutra/runner-channel";
import { programFromBytes, type Run } from "@lutra/runner-core";
import { type Endpoint, expose, wrap } from "comlink";
import { EchoRunner } from "../transport/echo-runner.ts";

/** A call inside one thread, and how to end what it needs. */
export interface InProcess {
  readonly call: () => Promise<Uint8Array>;
  readonly close: () => void;
}

const input: Uint8Array = new Uint8Array(64).fill(1);

async function executing<Prepared>(runner: Run<Prepared>): Promise<InProcess> {
  const prepared = await runner.prepare(programFromBytes(new Uint8Array([2, 4, 0, 0, 0])));
  return {
    call: () => runner.execute(prepared, input),
    close: () => void runner.shutdown(),
  };
}

/** The ways to call something in the same thread, by name. */
export const inProcess: Readonly<Record<string, () => Promise<InProcess>>> = {
  direct: () => executing(new EchoRunner()),
  lutra: () => executing(createChannel(new EchoRunner()).client),
  MessageChannel: () => {
    const { port1, port2 } = new MessageChannel();
    port2.on("message", (message: unknown) => port2.postMessage(message));
    let answer: (bytes: Uint8Array) => void = () => {};
    port1.on("message", (message: Uint8Array) => answer(message));
    const call = (): Promise<Uint8Array> =>
      new Promise((resolve) => {
        answer = resolve;
        port1.postMessage(input);
      });
    return Promise.resolve({ call, close: () => port1.close() });
  },
  comlink: () => {
    const { port1, port2 } = new MessageChannel();
    // A Node port is an EventTarget too, which its types do not say.
    expose({ echo: (bytes: Uint8Array) => bytes }, port1 as unknown as Endpoint);
    const remote = wrap<{ echo(bytes: Uint8Array): Uint8Array }>(port2 as unknown as Endpoint);
    return Promise.resolve({
      call: async () => await remote.echo(input),
      close: () => port1.close(),
    });
  },
};
