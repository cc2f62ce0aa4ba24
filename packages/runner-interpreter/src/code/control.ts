import type { CodeKind } from "../values/kinds.ts";
import type { Layout } from "../memory/layout.ts";
import type { Machine } from "../memory/machine.ts";
import { Code, type Emit, type Kind, type Place, type Run } from "./code.ts";
import { mergeShapes, type KnownShape } from "./known-shape.ts";
import type { Slot } from "./slot.ts";

/** Binds values, then evaluates to what the body does: `let`, and functions applied where they stand. */
export class BindingCode extends Code {
  readonly #slots: readonly Slot[];
  readonly #expressions: readonly Code[];
  readonly #body: Code;

  constructor(machine: Machine, slots: readonly Slot[], expressions: readonly Code[], body: Code) {
    super(machine);
    this.#slots = slots;
    this.#expressions = expressions;
    this.#body = body;
  }

  get kind(): Kind | undefined {
    this.#slots.forEach((slot, i) => {
      slot.kind ??= this.#expressions[i]?.kind;
    });
    return this.#body.kind;
  }

  value<K extends CodeKind>(kind: K): Run<K> {
    const bind = this.#binder();
    const run = this.#body.value(kind);
    return () => {
      bind();
      return run();
    };
  }

  place(): Place {
    const bind = this.#binder();
    const place = this.#body.place();
    return () => {
      bind();
      return place();
    };
  }

  emit(layout: Layout): Emit {
    const bind = this.#binder();
    const emit = this.#body.emit(layout);
    return (chunk, at) => {
      bind();
      emit(chunk, at);
    };
  }

  protected override describe(): KnownShape {
    // Asking for the kind decides those of the slots, on which the body's depends.
    return this.kind === "text" ? super.describe() : this.#body.shape();
  }

  #binder(): () => void {
    const binders = this.#slots.map((slot, i) =>
      slot.binder(this.machine, this.#expressions[i] as Code),
    );
    if (binders.length === 1) return binders[0] as () => void;
    return () => {
      for (const bind of binders) bind();
    };
  }
}

/** Evaluates the first branch whose condition holds, otherwise the last. */
export class SwitchCode extends Code {
  readonly #conditions: readonly Code[];
  readonly #branches: readonly Code[];

  /** There is one condition less than branches. */
  constructor(machine: Machine, conditions: readonly Code[], branches: readonly Code[]) {
    super(machine);
    this.#conditions = conditions;
    this.#branches = branches;
  }

  get kind(): Kind | undefined {
    let common: Kind | undefined;
    for (const { kind } of this.#branches) {
      if (kind === undefined) continue;
      if (common !== undefined && common !== kind) return "data";
      common = kind;
    }
    return common;
  }

  value<K extends CodeKind>(kind: K): Run<K> {
    const pick = this.#picker();
    const runs = this.#branches.map((branch) => branch.value(kind));
    return () => (runs[pick()] as Run<K>)();
  }

  place(): Place {
    const pick = this.#picker();
    const places = this.#branches.map((branch) => branch.place());
    return () => (places[pick()] as Place)();
  }

  emit(layout: Layout): Emit {
    const pick = this.#picker();
    const emits = this.#branches.map((branch) => branch.emit(layout));
    return (chunk, at) => (emits[pick()] as Emit)(chunk, at);
  }

  /** Describes the result: all branches have one type, so the description of one holds for all. */
  protected override describe(): KnownShape {
    return mergeShapes(this.#branches.map((branch) => branch.shape()));
  }

  #picker(): () => number {
    const conditions = this.#conditions.map((condition) => condition.value("bool"));
    const [only] = conditions as [Run<"bool">];
    if (conditions.length === 1) return () => (only() ? 0 : 1);
    return () => {
      let i = 0;
      while (i < conditions.length && !(conditions[i] as Run<"bool">)()) i++;
      return i;
    };
  }
}
