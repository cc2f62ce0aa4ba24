// oxlint-disable unicorn/no-thenable -- authors may return or throw such objects
import { runInNewContext } from "node:vm";
import { transferred } from "../transferred.ts";

/** Something that a runner may return in place of a promise of bytes. */
export interface HostileResult {
  readonly name: string;
  readonly make: () => unknown;
  /** The bytes that it stands for, if it is an output after all. */
  readonly output?: readonly number[];
  /** Part of the error message that the caller gets instead. */
  readonly named?: string;
}

const bytes = (): Uint8Array<ArrayBuffer> => new Uint8Array([1, 2, 3]);

class OwnBytes extends Uint8Array {
  override slice(): never {
    throw new Error("not copied like that");
  }
}

function resizable(): Uint8Array<ArrayBuffer> & {
  readonly buffer: { resize(size: number): void };
} {
  const Resizable = ArrayBuffer as unknown as new (n: number, o: object) => ArrayBuffer;
  const output = new Uint8Array(new Resizable(3, { maxByteLength: 8 }), 0, 3);
  output.set([1, 2, 3]);
  return output as never;
}

function outOfBounds(): Uint8Array {
  const output = resizable();
  output.buffer.resize(1);
  return output;
}

function shared(): Uint8Array {
  const output = new Uint8Array(new SharedArrayBuffer(3));
  output.set([1, 2, 3]);
  return output;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

type Settle = (value: unknown) => void;
const thenable = (then: (resolve: Settle, reject: Settle) => void): object => ({ then });

const output = [1, 2, 3];

/** Results of `execute`, right and wrong ones. */
export const hostileResults: readonly HostileResult[] = [
  { name: "bytes", make: async () => bytes(), output },
  { name: "no bytes at all", make: async () => new Uint8Array(), output: [] },
  { name: "bytes without a promise", make: bytes, output },
  { name: "a Buffer", make: async () => Buffer.from(output), output },
  { name: "a subclass", make: async () => new OwnBytes(output), output },
  { name: "shared memory", make: async () => shared(), output },
  { name: "resizable memory", make: async () => resizable(), output },
  { name: "another realm", make: async () => runInNewContext("new Uint8Array([1, 2, 3])"), output },
  {
    name: "a thenable that resolves twice",
    make: () => thenable((resolve) => [bytes(), new Uint8Array([9])].forEach(resolve)),
    output,
  },
  {
    name: "a thenable that resolves and throws",
    make: () =>
      thenable((resolve) => {
        resolve(bytes());
        throw new Error("too late");
      }),
    output,
  },
  {
    name: "a promise whose then calls back twice",
    make: () =>
      Object.assign(Promise.resolve(bytes()), {
        then: (resolve: Settle) => [bytes(), bytes()].forEach(resolve),
      }),
    output,
  },
  { name: "a thenable that throws", make: () => thenable(() => fail("no then")), named: "no then" },
  {
    name: "a thenable that cannot be read",
    make: () => Object.defineProperty({}, "then", { get: () => fail("no getter") }),
    named: "no getter",
  },
  { name: "a thenable of nothing", make: () => thenable((resolve) => resolve(undefined)), named: "undefined" },
  { name: "undefined", make: async () => undefined, named: "undefined" },
  { name: "undefined without a promise", make: () => undefined, named: "undefined" },
  { name: "null", make: async () => null, named: "null" },
  { name: "a string", make: async () => "abc", named: "string" },
  { name: "a number", make: async () => 3, named: "number" },
  { name: "a bigint", make: async () => 3n, named: "bigint" },
  { name: "a symbol", make: async () => Symbol("three"), named: "symbol" },
  { name: "a function", make: async () => bytes, named: "function" },
  { name: "an object", make: async () => ({ length: 3 }), named: "Object" },
  { name: "an array", make: async () => output, named: "Array" },
  { name: "an ArrayBuffer", make: async () => bytes().buffer, named: "ArrayBuffer" },
  { name: "a DataView", make: async () => new DataView(bytes().buffer), named: "DataView" },
  { name: "an Int8Array", make: async () => new Int8Array(3), named: "Int8Array" },
  { name: "a Uint8ClampedArray", make: async () => new Uint8ClampedArray(3), named: "Uint8ClampedArray" },
  { name: "a Uint16Array", make: async () => new Uint16Array(3), named: "Uint16Array" },
  { name: "a Float64Array", make: async () => new Float64Array(3), named: "Float64Array" },
  { name: "detached memory", make: async () => transferred(), named: "transferred or taken away" },
  { name: "memory that was taken away", make: async () => outOfBounds(), named: "transferred or taken away" },
  { name: "the class without bytes", make: async () => Object.create(Uint8Array.prototype), named: "must return a Uint8Array" },
  { name: "a proxy of bytes", make: async () => new Proxy(bytes(), { get: (at, name) => name === "then" ? undefined : Reflect.get(at, name) }), named: "must return a Uint8Array" },
  {
    name: "an object without a name",
    make: async () => Object.defineProperty({}, Symbol.toStringTag, { get: () => fail("no tag") }),
    named: "must return a Uint8Array, got object",
  },
  { name: "a revoked proxy", make: () => revoked(), named: "revoked" },
]; // prettier-ignore

function fail(message: string): never {
  throw new Error(message);
}
