import { completeTypes, type Path, type Ty, type TyDef, type TyKind } from "@lutra/bin";
import type { Random } from "@lutra-internal/testing";
import type { ModuleOptions, NativeSource, ProgramSource } from "../../src/index.ts";

/** Programs of a module, with names and types that are hard on a generator, and settings. */
export interface RandomModule {
  readonly sources: readonly ProgramSource[];
  readonly options: ModuleOptions;
}

/** Names with a meaning to JavaScript, to the module or to its formatting, and names that are no identifiers. */
const hardNames: readonly string[] = [
  ..."__proto__ constructor prototype toString valueOf hasOwnProperty then catch async await eval arguments let static".split(
    " ",
  ),
  ..."get set of new delete class default null true undefined NaN globalThis Symbol Object Array Promise Date Map".split(
    " ",
  ),
  ..."dispose run call runner programs program options signal input output r w v at i view bytes items count start place".split(
    " ",
  ),
  ..."tag value none some error f0 f1 constant0 constant1 item text int32 option tuple named array recursive reach".split(
    " ",
  ),
  ..."encoder decoder compiledCodec createItems createFloats readText writeText Reader Writer Codec InputOf Brand".split(
    " ",
  ),
  ..."ModuleClient embeddedProgram portableProgram readTextValue readTextValueList writeBool MClient MClientSync".split(
    " ",
  ),
  ..."id Id ID i_d sold_on soldOn SoldOn sold-on SQL sqlTables main Row row Input Output Item Text Bytes Floats Bool _ __ $ $0".split(
    " ",
  ),
  "",
  " ",
  "due date",
  "7",
  "2fa",
  "-1",
  "4294967294",
  "4294967295",
  "0",
  "#",
  "#private",
  "a.b",
  "a::b",
  "a:b",
  "zoë",
  "größe",
  "İ",
  "ſ",
  "ß",
  "ǆ",
  "日付",
  "🦦",
  "👩‍👩‍👧",
  "\u200D",
  "\uD83E",
  "\uDDA6x",
  "\u2028",
  "a\u2029b",
  "\u0000",
  "\n",
  "a\r\nb",
  "\t",
  "\uFEFF",
  "\u202E",
  "*/",
  "/*",
  "//",
  "</script>",
  "<!--",
  "-->",
  "`",
  "${x}",
  "`${x}`",
  "\\",
  "\\u0041",
  "'",
  '"',
  "'\"",
  'it\'s "quoted"',
  "{@link Row}",
  "@ts-nocheck",
  "//# sourceMappingURL=x.map",
  "*/ eval(1) /*",
  "{",
  "}",
  "[",
  "a, b",
  "a = b",
  "a ? b : c",
  "a ?? b",
  " = ",
  "=> {",
  "; ",
];

const scalars =
  "Bool Int8 Int16 Int32 Int64 Uint8 Uint16 Uint32 Uint64 Float32 Float64 Text Date Time Timestamp Duration Decimal".split(
    " ",
  );
const primitives = ["prim8", "prim16", "prim32", "prim64"] as const;

const of = (kind: TyKind): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const named = (path: Path): Ty => of({ tag: "ident", value: path });
const unit = of({ tag: "tuple", value: [] });

/** Makes types that may mention some definitions. */
class TypeMaker {
  readonly #random: Random;
  readonly #paths: readonly Path[];

  constructor(random: Random, paths: readonly Path[]) {
    this.#random = random;
    this.#paths = paths;
  }

  type(depth: number): Ty {
    const random = this.#random;
    if (depth <= 0 || random.oneIn(4)) return this.#leaf();
    switch (random.below(6)) {
      case 0:
        return of({ tag: "array", value: this.type(depth - 1) });
      case 1:
        return this.#option(this.type(depth - 1));
      case 2:
        return this.#option(this.#option(this.#option(this.type(depth - 2))));
      case 3:
        return of({ tag: "enum", value: this.#variants(depth) });
      default:
        return of({ tag: "tuple", value: this.#fields(depth) });
    }
  }

  #leaf(): Ty {
    const random = this.#random;
    if (this.#paths.length > 0 && random.oneIn(3)) return named(random.pick(this.#paths));
    if (random.oneIn(10)) return unit;
    if (random.oneIn(12)) return of({ tag: "enum", value: [] });
    if (random.oneIn(10)) return of({ tag: "primitive", value: random.pick(primitives) });
    return named(["std", random.pick(scalars)]);
  }

  #option(payload: Ty): Ty {
    const value = [
      { name: "none", ty: unit },
      { name: "some", ty: payload },
    ];
    return of({ tag: "enum", value: this.#random.oneIn(12) ? value.reverse() : value });
  }

  #variants(depth: number): { name: string; ty: Ty }[] {
    const random = this.#random;
    const isWide = random.oneIn(40);
    const names = isWide
      ? Array.from({ length: 300 }, (_, i) => `v${i}`)
      : [...new Set(this.#names(random.below(5)))];
    const isNames = random.oneIn(3);
    return names.map((name) => ({
      name,
      ty: isNames || random.oneIn(3) ? unit : isWide ? this.#leaf() : this.type(depth - 1),
    }));
  }

  #fields(depth: number): { name: string | null; ty: Ty }[] {
    const random = this.#random;
    if (random.oneIn(40)) {
      return Array.from({ length: 200 }, (_, i) => ({ name: `f${i}`, ty: this.#leaf() }));
    }
    const names = this.#names(random.below(6));
    const isUnique = !random.oneIn(6);
    const isNameless = random.oneIn(5);
    const isPartly = random.oneIn(8);
    return (isUnique ? [...new Set(names)] : names).map((name) => ({
      name: isNameless || (isPartly && random.oneIn(2)) ? null : name,
      ty: this.type(depth - 1),
    }));
  }

  #names(count: number): string[] {
    return Array.from({ length: count }, () => this.#random.pick(hardNames));
  }
}

/** Creates programs, natives and settings of a module. */
export function randomModule(random: Random): RandomModule {
  const names = (count: number): string[] =>
    Array.from({ length: count }, () => random.pick(hardNames));
  const text = (): string => names(3).join(random.oneIn(2) ? " " : "\n");
  const signature = (): Pick<ProgramSource, "defs" | "input" | "output"> => {
    const paths = uniquePaths(
      Array.from({ length: random.below(4) }, () => names(1 + random.below(2))),
    );
    const maker = new TypeMaker(random, paths);
    const defs = paths.map((name, i): TyDef => ({ name, ty: definition(random, maker, paths, i) }));
    const depth = random.oneIn(10) ? 7 : 3;
    const input = completeTypes(maker.type(depth), defs);
    return { ...input, input: input.ty, output: completeTypes(maker.type(depth), defs).ty };
  };
  const paths = uniquePaths(
    Array.from({ length: 1 + random.below(4) }, () => names(1 + random.below(2))),
  );
  const sources = paths.map((path, i): ProgramSource => {
    const { input, output, defs } = signature();
    const count = input.kind.tag === "tuple" ? input.kind.value.length : 1;
    const parameters = random.oneIn(3)
      ? undefined
      : names(random.oneIn(5) ? random.below(4) : count);
    const kinds = (["bytecodeLt", "sqlPostgres", "sqlDuckDb"] as const).filter(
      (kind) => kind === "sqlPostgres" || random.oneIn(2),
    );
    return {
      path,
      functionName: path.at(-1)!,
      input,
      output,
      defs,
      docs: random.oneIn(2) ? text() : undefined,
      parameters,
      programs: kinds.map((kind) => ({
        kind,
        bytes: Uint8Array.of(i),
        hash: String(i).padStart(64, "0"),
      })),
      files: [{ path: `../${text()}.lt`, hash: "0".repeat(64) }],
    };
  });
  const natives = Array.from({ length: random.oneIn(3) ? 2 : 0 }, (_, i): NativeSource => {
    const { input, output, defs } = signature();
    const functionName = `${random.pick(hardNames)}${i}`;
    return { path: ["host", "geo", functionName], functionName, input, output, defs };
  });
  const options: ModuleOptions = {
    name: random.pick(["m", "M", "7", "x-y", "Object", "🦦"]),
    codecs: random.pick(["code", "code", "combinators"] as const),
    programs: random.pick(["embed", "embed", "hash"] as const),
    sync: true,
    natives,
    brand: random.oneIn(3) ? ["**"] : [],
    values: random.oneIn(3) ? { int64: "number", date: "js", time: "iso", decimal: "text" } : {},
  };
  return { sources, options };
}

/** Returns a type that may mention itself and others: through an array or an option, or those before it directly. */
function definition(random: Random, maker: TypeMaker, paths: readonly Path[], own: number): Ty {
  const part = random.pick(paths);
  const mention = named(part);
  switch (random.below(5)) {
    case 0:
      return own > 0 ? named(paths[own - 1]!) : named(["std", random.pick(scalars)]);
    case 1:
      return named(["std", random.pick(scalars)]);
    case 2:
      return of({ tag: "array", value: mention });
    case 3:
      return of({
        tag: "enum",
        value: [
          { name: "stop", ty: unit },
          { name: random.pick(hardNames), ty: mention },
        ],
      });
    default:
      return of({
        tag: "tuple",
        value: [
          { name: "children", ty: of({ tag: "array", value: mention }) },
          { name: "value", ty: new TypeMaker(random, []).type(2) },
        ],
      });
  }
}

/** Leaves out paths that are there already, or that a compiler could not tell from one with another separator. */
function uniquePaths(paths: readonly Path[]): Path[] {
  const known = new Map(paths.map((path) => [path.join("::"), path]));
  return [...known.values()].filter(([first]) => first !== "std");
}
