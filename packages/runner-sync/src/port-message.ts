import type { MailboxMemory } from "./mailbox.ts";

/** Message that the caller posts to the serving side. The mailbox carries everything else. */
export type PortMessage =
  | {
      readonly lutraSync: "mailbox";
      readonly memory: MailboxMemory;
      /** Kept by the serving side, unused: that it closes shows the caller that the thread is gone. */
      readonly lifeline?: MessagePort | undefined;
    }
  | { readonly lutraSync: "wake" };

/**
 * Message that the serving side posts when it serves a mailbox, or when it has failed and the mailbox holds the reason.
 */
export interface ReadyMessage {
  readonly lutraSync: "ready";
}

/** Returns `true` if a message is ours; a port may carry other messages too. */
export function isPortMessage(message: unknown): message is PortMessage {
  const { lutraSync, memory } = (message ?? {}) as Record<string, unknown>;
  if (lutraSync === "wake") return true;
  if (lutraSync !== "mailbox") return false;
  const { control, data } = (memory ?? {}) as Record<string, unknown>;
  return control instanceof SharedArrayBuffer && data instanceof SharedArrayBuffer;
}

/** Returns `true` if a message is a {@link ReadyMessage}. */
export function isReadyMessage(message: unknown): message is ReadyMessage {
  return ((message ?? {}) as Record<string, unknown>)["lutraSync"] === "ready";
}
