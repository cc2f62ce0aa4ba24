import { createTurns } from "@lutra/runner-core/transport";
import { describe, expect, test, vi } from "vitest";
import { endOnAbort, lentUntilAborted, takeTurn, untilAborted } from "../../src/server/abort.ts";

const never = new Promise<never>(() => {});
const lost = (): Error => new Error("the network is gone");
const refused = (): Error => Object.assign(new Error("canceling statement"), { code: "57014" });

describe("untilAborted", () => {
  test("gives what the promise gives, and leaves nothing on the signal", async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    expect(await untilAborted(Promise.resolve(1), { signal })).toBe(1);
    await expect(untilAborted(Promise.reject(lost()), { signal })).rejects.toThrow("gone");
    await new Promise(setImmediate);
    expect(added).toHaveBeenCalledTimes(2);
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
      added.mock.calls.map(([, listener]) => listener),
    );
  });

  test("rejects with any reason, unchanged", async () => {
    await expect(untilAborted(never, { signal: AbortSignal.abort("enough") })).rejects.toBe(
      "enough",
    );
  });
});

describe("endOnAbort gives the connection back", () => {
  async function released(
    statement: Promise<unknown>,
    cancel: (() => Promise<unknown>) | undefined,
    reason?: Error,
  ): Promise<{ readonly outcome: unknown; readonly usable: boolean }> {
    const controller = new AbortController();
    let outcome: unknown;
    const usable = await new Promise<boolean>((resolve) => {
      const policy = { signal: controller.signal, cancel, timeoutMs: 20 };
      endOnAbort(statement, policy, resolve).then(
        (value) => (outcome = value),
        (error: unknown) => (outcome = error),
      );
      if (reason !== undefined) controller.abort(reason);
    });
    await new Promise(setImmediate);
    return { outcome, usable };
  }

  const reason = new Error("enough");
  const request = async (): Promise<void> => {};

  test("usable after a result", async () => {
    expect(await released(Promise.resolve(1), request)).toEqual({ outcome: 1, usable: true });
  });

  test("usable after an error of the server", async () => {
    const error = refused();
    const { outcome, usable } = await released(Promise.reject(error), request);
    expect(outcome).toBe(error);
    expect(usable).toBe(true);
  });

  test("not usable once the network is gone", async () => {
    expect((await released(Promise.reject(lost()), request)).usable).toBe(false);
  });

  test("usable when the statement was cancelled", async () => {
    const statement = new Promise((_, reject) => {
      setTimeout(() => reject(refused()), 5);
    });
    expect(await released(statement, request, reason)).toEqual({ outcome: reason, usable: true });
  });

  test("only after the request to cancel has been handled", async () => {
    let handled = false;
    const slow = async (): Promise<void> => {
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
      handled = true;
    };
    const statement = new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
    expect((await released(statement, slow, reason)).usable).toBe(true);
    expect(handled).toBe(true);
  });

  test("not usable while the statement goes on after the timeout", async () => {
    expect(await released(never, request, reason)).toEqual({ outcome: reason, usable: false });
  });

  test("after requests that come again and again, but not after the timeout", async () => {
    vi.useFakeTimers();
    try {
      const controller = new AbortController();
      const cancel = vi.fn<() => Promise<void>>(async () => {});
      const release = vi.fn<(usable: boolean) => void>();
      const policy = { signal: controller.signal, cancel, timeoutMs: 1000 };
      endOnAbort(never, policy, release).catch(() => {});
      controller.abort(reason);
      await vi.advanceTimersByTimeAsync(999);
      const asked = cancel.mock.calls.length;
      expect(asked).toBeGreaterThan(2);
      expect(release).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(release.mock.calls).toEqual([[false]]);
      await vi.advanceTimersByTimeAsync(5000);
      expect(cancel.mock.calls.length - asked).toBeLessThanOrEqual(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("usable when the request failed and the statement ended in time", async () => {
    const statement = new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    const failing = async (): Promise<void> => {
      throw lost();
    };
    expect((await released(statement, failing, reason)).usable).toBe(true);
  });

  test("usable once the statement has ended, without a request if there is none", async () => {
    const statement = new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    expect(await released(statement, undefined, reason)).toEqual({ outcome: reason, usable: true });
  });
});

describe("a shutdown", () => {
  const shutdown = AbortSignal.abort(new Error("shut down"));

  test("ends a statement that can be ended, and its call", async () => {
    const cancel = vi.fn<() => Promise<void>>(async () => {});
    const release = vi.fn<(usable: boolean) => void>();
    const policy = { signal: undefined, shutdown, cancel, timeoutMs: 10_000 };
    const call = endOnAbort(Promise.reject(refused()), policy, release);
    await expect(call).rejects.toBe(shutdown.reason);
    expect(cancel).toHaveBeenCalledOnce();
    expect(release.mock.calls).toEqual([[true]]);
  });

  test("lets a statement that cannot be ended settle as it would", async () => {
    const release = vi.fn<(usable: boolean) => void>();
    const policy = { signal: undefined, shutdown, cancel: undefined, timeoutMs: 10_000 };
    expect(await endOnAbort(Promise.resolve(1), policy, release)).toBe(1);
    expect(release.mock.calls).toEqual([[true]]);
  });

  test("ends waits for a turn, and the turn goes to the next", async () => {
    const turns = createTurns(1);
    expect(takeTurn(turns, {})).toBeUndefined();
    await expect(takeTurn(turns, { shutdown })).rejects.toBe(shutdown.reason);
    const next = takeTurn(turns, {});
    turns.end();
    await next;
  });

  test("gives back what is lent too late", async () => {
    const giveBack = vi.fn<(late: string) => void>();
    const lent = lentUntilAborted(Promise.resolve("late"), { shutdown }, giveBack);
    await expect(lent).rejects.toBe(shutdown.reason);
    expect(giveBack.mock.calls).toEqual([["late"]]);
  });
});
