import {
  array,
  bytes,
  type Codec,
  enumOf,
  int32,
  jsDate,
  option,
  text,
  tuple,
  unit,
} from "@lutra/bin";
import { expectTypeOf, test } from "vitest";
import { ModuleClient, ModuleClientSync, type PortableProgram } from "../src/generated.ts";
import {
  type Program,
  type Run,
  type RunSync,
  type TypedProgram,
  typedProgram,
} from "../src/index.ts";

declare const program: Program;
declare const runner: Run;
declare const runnerSync: RunSync;
declare const perhaps: number | undefined;
declare const anything: unknown;

interface Row {
  id: number;
  tags: string[];
}

declare const rowCodec: Codec<Row>;

const count = typedProgram(program, int32, text);
const row = typedProgram(program, rowCodec, rowCodec);
const movies = typedProgram(
  program,
  array(tuple({ id: int32, title: option(text), tags: array(text) })),
  int32,
);
const pair = typedProgram(program, tuple([int32, array(int32)]), unit);
const shape = typedProgram(program, enumOf({ dot: unit, polygon: array(int32) }), unit);

test("an input that may be missing is no input", () => {
  expectTypeOf(runner.run(count, 1)).resolves.toEqualTypeOf<string>();
  // @ts-expect-error it may be undefined
  void runner.run(count, perhaps);
  // @ts-expect-error it may be undefined
  runnerSync.runSync(count, perhaps);
  // @ts-expect-error a row may be undefined
  void runner.run(movies, [perhaps]);
  // @ts-expect-error null is the option's, not the id's
  void runner.run(movies, [{ id: null, title: null, tags: [] }]);
});

test("an input of an unknown type is no input", () => {
  expectTypeOf(runner.run(count, 1)).resolves.toEqualTypeOf<string>();
  // @ts-expect-error it may be anything
  void runner.run(count, anything);
  // @ts-expect-error it may be anything
  runnerSync.runSync(count, anything);
  // @ts-expect-error it may be anything
  void runner.run(row, { id: 1, tags: anything });
  // @ts-expect-error `{}` is any value that is there
  void runner.run(count, {} as {});
  // @ts-expect-error an object without fields is no row
  void runner.run(row, {});
  // @ts-expect-error an object is no number
  void runner.run(row, { id: {}, tags: [] });
});

test("an optional field is no field", () => {
  expectTypeOf(runner.run(row, { id: 1, tags: [] })).resolves.toEqualTypeOf<Row>();
  // @ts-expect-error the id may be missing
  void runner.run(row, { tags: [] } as { id?: number; tags: string[] });
  // @ts-expect-error the id may be undefined
  void runner.run(row, { id: perhaps, tags: [] });
  // @ts-expect-error the tags may be missing
  runnerSync.runSync(row, { id: 1 } as { id: number; tags?: string[] });
  // @ts-expect-error a field too many in a literal
  void runner.run(row, { id: 1, tags: [], size: 2 });
});

test("the input does not decide the type of the program", () => {
  expectTypeOf(runner.run(count, 1)).resolves.toEqualTypeOf<string>();
  // @ts-expect-error a string is no number
  void runner.run(count, "1");
  // @ts-expect-error one of them is no number
  void runner.run(count, 1 as number | string);
  // @ts-expect-error neither is any other type
  void runner.run<number | string, string>(count, 1);
});

test("inputs are only read, so that they may be readonly", () => {
  expectTypeOf(runner.run(row, { id: 1, tags: [] })).resolves.toEqualTypeOf<Row>();
  void runner.run(movies, [{ id: 1, title: null, tags: ["a"] }] as const);
  void runner.run(movies, [] as const);
  void runner.run(pair, [1, [2, 3]] as const);
  void runner.run(shape, { tag: "polygon", value: [1, 2] } as const);
  void runner.run(row, { id: 1, tags: ["a"] } as const);
  runnerSync.runSync(row, { id: 1, tags: ["a"] } as const);
  runnerSync.runSync(movies, Object.freeze([{ id: 1, title: "a", tags: [] }]));
  // @ts-expect-error the literal has three numbers where two are
  void runner.run(pair, [1, [2], 3] as const);
  // @ts-expect-error the literal's id is a string
  void runner.run(row, { id: "1", tags: ["a"] } as const);
});

type Nest = Nest[];
type Pair = [number, Pair | null];

test("types that consist of themselves have an end", () => {
  const nest = typedProgram(program, null as unknown as Codec<Nest>, unit);
  expectTypeOf(runner.run(nest, [[], [[]]] as const)).resolves.toEqualTypeOf<undefined>();
  // @ts-expect-error a number is no list
  void runner.run(nest, [[1]]);
  const list = typedProgram(program, null as unknown as Codec<Pair>, unit);
  void runner.run(list, [1, [2, null]] as const);
  // @ts-expect-error the inner list lacks a field
  void runner.run(list, [1, [2]] as const);
});

test("values of classes are passed as they are", () => {
  const dated = typedProgram(program, tuple({ at: jsDate, data: bytes }), unit);
  const value = { at: new Date(), data: new Uint8Array() } as const;
  expectTypeOf(runner.run(dated, value)).resolves.toEqualTypeOf<undefined>();
  // @ts-expect-error a number is no date
  void runner.run(dated, { at: 1, data: new Uint8Array() });
});

test("the codecs of a program fit in one direction only", () => {
  expectTypeOf(typedProgram(program, int32, text)).toEqualTypeOf<TypedProgram<number, string>>();
  // @ts-expect-error it encodes numbers only
  const _wide: Codec<number | string> = int32;
  // @ts-expect-error it decodes to null too
  const _narrow: Codec<string> = option(text);
  // @ts-expect-error a program that takes numbers takes no strings
  const _program: TypedProgram<number | string, string> = count;
  const fewer: TypedProgram<5, unknown> = count;
  void runner.run(fewer, 5);
});

test("a function of one's own passes inputs on", () => {
  const call = <I, O>(typed: TypedProgram<I, O>, input: I): Promise<O> => runner.run(typed, input);
  expectTypeOf(call(count, 1)).resolves.toEqualTypeOf<string>();
});

test("a client of a module takes the same", () => {
  class Client extends ModuleClient {
    total(of: PortableProgram<Row[], number>): void {
      void this.call(of, [{ id: 1, tags: ["a"] }] as const);
      // @ts-expect-error a row may be undefined
      void this.call(of, [undefined]);
      // @ts-expect-error it may be anything
      void this.call(of, anything);
      expectTypeOf(this.call(of, [])).resolves.toEqualTypeOf<number>();
    }
  }
  class ClientSync extends ModuleClientSync {
    total(of: PortableProgram<Row[], number>): void {
      this.call(of, [{ id: 1, tags: ["a"] }] as const);
      // @ts-expect-error the id may be missing
      this.call(of, [{ tags: [] }]);
    }
  }
  expectTypeOf(Client).toBeConstructibleWith(runner);
  expectTypeOf(ClientSync).toBeConstructibleWith(runnerSync);
});
