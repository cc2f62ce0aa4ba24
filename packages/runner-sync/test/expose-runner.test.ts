import { EchoRunner, until } from "@lutra-internal/testing";
import { program } from "@lutra-internal/testing/programs";
import { expect, onTestFinished, test } from "vitest";
import { CallerMailbox, type MailboxReply } from "../src/caller-mailbox.ts";
import { decodeError } from "../src/error-body.ts";
import { exposeRunner, type ExposeRunnerOptions } from "../src/index.ts";
import type { RequestKind } from "../src/mailbox.ts";

/** A runner that keeps the input of its latest call. */
class InputRunner extends EchoRunner {
  input: Uint8Array = new Uint8Array();

  override execute(handle: { released: boolean }, input: Uint8Array): Promise<Uint8Array> {
    this.input = input;
    return super.execute(handle, input);
  }
}

interface Exposed {
  readonly runner: InputRunner;
  readonly port: MessagePort;
  readonly mailbox: CallerMailbox;
  readonly ask: (kind: RequestKind, argument: number, bytes: Uint8Array) => Promise<MailboxReply>;
}

/** Exposes a runner to this thread, which writes to the mailbox and does not block. */
function expose(options: ExposeRunnerOptions = {}): Exposed {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const runner = new InputRunner();
  exposeRunner(runner, { ...options, port: port2 });
  const mailbox = new CallerMailbox(64);
  const ask = async (
    kind: RequestKind,
    argument: number,
    bytes: Uint8Array,
  ): Promise<MailboxReply> => {
    mailbox.data.set(bytes);
    mailbox.post(kind, argument, bytes.length);
    await until(() => mailbox.isAnswered);
    return mailbox.reply;
  };
  return { runner, port: port1, mailbox, ask };
}

test.each([
  [false, ArrayBuffer],
  [undefined, ArrayBuffer],
  [true, SharedArrayBuffer],
])("with sharedInput %s, the runner reads inputs from an %o", async (sharedInput, memory) => {
  const { runner, port, mailbox, ask } = expose({ sharedInput });
  port.postMessage({ lutraSync: "mailbox", memory: mailbox.memory });
  await ask("prepare", 3, program.bytes);
  expect(await ask("execute", 3, new Uint8Array([1, 2]))).toEqual({ status: "done", length: 2 });
  expect(runner.input.buffer).toBeInstanceOf(memory);
});

test("messages that are not of this protocol are ignored", async () => {
  const { port, mailbox, ask } = expose();
  const { control, data } = mailbox.memory;
  for (const message of [
    undefined,
    null,
    "mailbox",
    7,
    {},
    { lutraSync: "other", memory: { control, data } },
    { lutraSync: "mailbox" },
    { lutraSync: "mailbox", memory: { control } },
    { lutraSync: "mailbox", memory: { data } },
    { lutraSync: "mailbox", memory: { control: new ArrayBuffer(64), data } },
  ])
    port.postMessage(message);
  port.postMessage({ lutraSync: "mailbox", memory: mailbox.memory });
  expect(await ask("getInterface", 0, new Uint8Array())).toMatchObject({ status: "done" });
});

test("a request of no known kind fails with PROTOCOL_ERROR", async () => {
  const { port, mailbox, ask } = expose();
  port.postMessage({ lutraSync: "mailbox", memory: mailbox.memory });
  const { status, length } = await ask("dance" as RequestKind, 0, new Uint8Array());
  expect(status).toBe("failed");
  expect(decodeError(mailbox.data.slice(0, length))).toMatchObject({ code: "PROTOCOL_ERROR" });
});

test("a mailbox that the caller has closed is not served any more", async () => {
  const { runner, port, mailbox, ask } = expose();
  port.postMessage({ lutraSync: "mailbox", memory: mailbox.memory });
  await ask("prepare", 3, program.bytes);
  await ask("execute", 3, new Uint8Array([1, 2]));
  mailbox.close();
  const next = new CallerMailbox(64);
  // The server has woken by the time that it has served the next one.
  port.postMessage({ lutraSync: "mailbox", memory: next.memory });
  next.post("getInterface", 0, 0);
  await until(() => next.isAnswered);
  expect(runner.executes).toBe(1);
});

test("a caller that goes away takes the runner with it", async () => {
  const { runner, port, mailbox, ask } = expose();
  port.postMessage({ lutraSync: "mailbox", memory: mailbox.memory });
  await ask("prepare", 3, program.bytes);
  port.close();
  await until(() => runner.shutdowns === 1);
  expect(runner.releases).toBe(1);
});
