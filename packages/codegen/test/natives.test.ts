import { createRandom } from "@lutra-internal/testing";
import { randomProgramType } from "@lutra-internal/testing/printed-types";
import { isCompilerBuilt } from "@lutra/compiler/node";
import { InterpreterRunner, type NativeModule } from "@lutra/runner-interpreter";
import { describe, expect, it } from "vitest";
import { generateModule, type NativeSource } from "../src/index.ts";
import { evaluated, formatted } from "./support/modules.ts";
import { ProjectFolder } from "./support/project.ts";

const source = `module acme { module geometry {
  type Point: {x: Float64, y: Float64}

  ## Length of the hypotenuse.
  external func hypot(x: Float64, y: Float64): Float64
  external func nearest_point(to: Point, among: [Point]): enum {none, some: Point}
  external func next(id: Int64): Int64
  external func due(): Date
  external func log(line: Text): {}
  external func tags(of: Text): [Text]
  external func weight(of: {size: Float64, count: Float64}): Float64
} }
func load() -> acme::geometry::weight({size = 1.5, count = 2.0})
func length(p: acme::geometry::Point) -> acme::geometry::hypot(p.x, p.y)
func nearest(p: acme::geometry::Point, points: [acme::geometry::Point]) -> acme::geometry::nearest_point(p, points)
func following(id: Int64) -> {acme::geometry::next(id), acme::geometry::due(), acme::geometry::log("hi"), acme::geometry::tags("x")}
`;

interface Point {
  readonly x: number;
  readonly y: number;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Functions of the host that programs of the source call. */
class Host {
  readonly lines: string[] = [];

  hypot(x: number, y: number): number {
    return Math.hypot(x, y);
  }
  nearestPoint(to: Point, among: readonly Point[]): Point | null {
    return among.toSorted((a, b) => distance(a, to) - distance(b, to))[0] ?? null;
  }
  next(id: bigint): bigint {
    return id + 1n;
  }
  due(): number {
    return 20_000;
  }
  log(line: string): void {
    this.lines.push(line);
  }
  weight({ size, count }: { size: number; count: number }): number {
    return size * count;
  }
  tags(of: string): readonly string[] {
    return [of, `${of}2`];
  }
}

interface Client extends Disposable {
  length(p: Point): number;
  load(): number;
  nearest(p: Point, points: readonly Point[]): Point | null;
  following(id: bigint): unknown;
}

describe.skipIf(!isCompilerBuilt())("natives (npm run build:compiler)", () => {
  it("are an interface, and a module for the interpreter", async () => {
    using project = new ProjectFolder();
    project.write("main.lt", source);
    const args = ["--project", "main.lt", "--repr", "bytecode-lt", "--out", "p.lutra.ts", "--sync"];
    const { code, stderr } = project.spawn(...args, "--natives", "acme::geometry");
    expect([code, stderr]).toEqual([0, ""]);
    const text = project.read("p.lutra.ts")!;
    expect(text).toContain(
      "export interface Geometry {\n  /** `func due(): Date` */\n  due(): number;\n",
    );
    expect(text).toContain("  nearestPoint(to: Point, among: Point[]): Point | null;\n");
    expect(text).toContain("   * Length of the hypotenuse.\n");
    const module = await evaluated(text);
    const host = new Host();
    const modules = [(module["geometryModule"] as (host: Host) => NativeModule)(host)];
    const Client = module["PClientSync"] as new (runner: InterpreterRunner) => Client;
    using client = new Client(new InterpreterRunner({ modules }));
    expect(client.length({ x: 3, y: 4 })).toBe(5);
    expect(client.load()).toBe(3);
    const points = [5, 2, 9].map((x) => ({ x, y: 0 }));
    expect(client.nearest({ x: 3, y: 0 }, points)).toEqual({ x: 2, y: 0 });
    expect(client.nearest({ x: 3, y: 0 }, [])).toBeNull();
    expect(client.following(2n ** 60n)).toEqual([2n ** 60n + 1n, 20_000, undefined, ["x", "x2"]]);
    expect(host.lines).toEqual(["hi"]);
    host.next = () => 2n ** 64n;
    expect(() => client.following(1n)).toThrow(/64-bit signed integer/);
  });

  it("need a module that declares them", () => {
    using project = new ProjectFolder();
    project.write("main.lt", source);
    const args = ["--project", "main.lt", "--out", "p.lutra.ts", "--natives", "acme"];
    expect(project.spawn(...args).stderr).toMatch(
      /^error: p\.lutra\.ts: there are no functions of the host in acme\nhelp: declare them/,
    );
  });
});

it("have text that a formatter leaves as it is, whatever their types", () => {
  const random = createRandom(9);
  const natives = Array.from({ length: 40 }, (_, i): NativeSource => {
    const functionName = i % 2 === 0 ? `f${i}` : `a function ${i}`;
    return { path: ["acme", "geo", functionName], functionName, ...randomProgramType(random) };
  });
  const { text } = generateModule([], { name: "random", natives });
  expect(text).toContain("export function geoModule(natives: Geo): NativeModule {");
  expect(formatted({ "natives.ts": text })).toEqual({ "natives.ts": text });
});

it("are for sources only", async () => {
  using project = new ProjectFolder();
  const { code, stderr } = await project.run("programs", "--out", "p.ts", "--natives", "acme");
  expect([code, stderr]).toEqual([1, expect.stringContaining("`natives` is for sources")]);
});
