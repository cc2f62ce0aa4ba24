// oxlint-disable unicorn/no-thenable -- authors may return or throw such objects
import { RunnerError } from "@lutra/runner-core";

/** Something that a runner may throw. */
export interface HostileThrow {
  readonly name: string;
  readonly make: () => unknown;
  /** Beginning of the message that the caller gets. */
  readonly display: string;
  /** The code that the caller gets, if it is not the one of the call. */
  readonly code?: string;
}

function throwing(target: object, ...names: readonly string[]): object {
  for (const name of names) {
    const get = (): never => {
      throw new Error(`no ${name}`);
    };
    Object.defineProperty(target, name, { get });
  }
  return target;
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function cyclic(): Error {
  const error = new RunnerError("round");
  return Object.assign(error, { cause: new Error("and round", { cause: error }) });
}

function longCauses(): Error {
  let error = new Error("the first");
  for (let i = 0; i < 500; i++) error = new Error("a later one", { cause: error });
  return error;
}

const noText = "a value that has no text";

/** Errors, and what is none. */
export const hostileThrows: readonly HostileThrow[] = [
  { name: "an error", make: () => new Error("plain"), display: "plain" },
  { name: "an error with a code", make: () => new RunnerError("own", { code: "MY_CODE" }), display: "own", code: "MY_CODE" },
  { name: "undefined", make: () => undefined, display: "undefined" },
  { name: "null", make: () => null, display: "null" },
  { name: "a string", make: () => "just text", display: "just text" },
  { name: "a symbol", make: () => Symbol("sign"), display: "Symbol(sign)" },
  { name: "a bigint", make: () => 10n, display: "10" },
  { name: "a function", make: () => function culprit() {}, display: "culprit" },
  { name: "an object without a prototype", make: () => Object.create(null), display: noText },
  { name: "an object with a message", make: () => ({ message: "told" }), display: "told" },
  { name: "a revoked proxy", make: () => revoked({}), display: noText },
  { name: "a revoked proxy of an error", make: () => revoked(new Error("gone")), display: noText },
  { name: "a message that throws", make: () => throwing(new Error("m"), "message"), display: "Error" },
  { name: "a name that throws", make: () => throwing(new Error("m"), "name"), display: "m" },
  { name: "a cause that throws", make: () => throwing(new RunnerError("m"), "cause"), display: "m" },
  { name: "a code that throws", make: () => throwing(new RunnerError("m"), "code"), display: "m" },
  { name: "a stack that throws", make: () => throwing(new Error("m"), "stack"), display: "m" },
  { name: "a constructor that throws", make: () => throwing(new Error("m"), "constructor"), display: "m" },
  { name: "everything that throws", make: () => throwing(new Error("m"), "stack", "message", "name", "cause", "code", "toString"), display: noText },
  { name: "a toString that throws", make: () => throwing({}, "toString", "valueOf"), display: noText },
  { name: "a toString that returns an object", make: () => ({ toString: () => ({}), valueOf: () => ({}) }), display: noText },
  { name: "a symbol as message", make: () => Object.assign(new Error("m"), { message: Symbol("m") }), display: "Error" },
  { name: "a number as message", make: () => Object.assign(new RunnerError("m"), { message: 7 }), display: "RunnerError" },
  { name: "an empty message", make: () => new RunnerError(""), display: "RunnerError" },
  { name: "a number as code", make: () => new RunnerError("m", { code: 42 as never }), display: "m" },
  { name: "an object as code", make: () => new RunnerError("m", { code: {} as never }), display: "m" },
  { name: "a symbol as code", make: () => new RunnerError("m", { code: Symbol("c") as never }), display: "m" },
  { name: "a huge code", make: () => new RunnerError("m", { code: "C".repeat(2 ** 20) }), display: "m" },
  { name: "a huge message", make: () => new Error("long ".repeat(2 ** 16)), display: "long long " },
  { name: "half a character", make: () => new Error("half \ud83d"), display: "half " },
  { name: "a cyclic chain of causes", make: cyclic, display: "round" },
  { name: "a long chain of causes", make: longCauses, display: "a later one" },
  { name: "a revoked proxy as cause", make: () => new RunnerError("m", { cause: revoked({}) }), display: "m" },
  { name: "a function as cause", make: () => new RunnerError("m", { cause: () => {} }), display: "m" },
  { name: "a promise", make: () => Promise.resolve("late"), display: "[object Promise]" },
  { name: "a thenable", make: () => ({ then: () => {} }), display: "[object Object]" },
]; // prettier-ignore
