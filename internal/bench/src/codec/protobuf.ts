import {
  create,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import * as gen from "../gen/workloads_pb.ts";
import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { type Choice, type Kind, workload, type WorkloadName, workloadNames } from "./workloads.ts";

function message<Desc extends DescMessage>(
  schema: Desc,
  init: MessageInitShape<Desc>,
  toValue: (message: MessageShape<Desc>) => unknown,
): Candidate {
  return candidate({
    input: create(schema, init),
    encode: (value) => toBinary(schema, value),
    decode: (bytes) => fromBinary(schema, bytes),
    toValue,
  });
}

function row({ id, title, flags, score }: gen.Row): unknown {
  return { id, title, flags, score };
}

function inner({ a, b, names }: gen.Inner): unknown {
  return { a, b, names };
}

function outer({ name, items, ok }: gen.Outer): unknown {
  return { name, items: items.map(inner), ok };
}

function kindInit(kind: Kind): MessageInitShape<typeof gen.KindSchema> {
  return kind.tag === "none"
    ? { variant: { case: "none", value: {} } }
    : { variant: { case: kind.tag, value: kind.value } as gen.Kind["variant"] };
}

function kind({ variant }: gen.Kind): unknown {
  switch (variant.case) {
    case "none":
      return { tag: "none" };
    case "pair":
      return { tag: "pair", value: { x: variant.value.x, y: variant.value.y } };
    case "int":
    case "name":
    case "flag":
      return { tag: variant.case, value: variant.value };
    case undefined:
      return undefined;
  }
}

function choiceInit(choice: Choice): MessageInitShape<typeof gen.ChoiceSchema> {
  return {
    ...(choice.a === null ? {} : { a: choice.a }),
    ...(choice.b === null ? {} : { b: choice.b }),
    kind: kindInit(choice.kind),
    ...(choice.c === null ? {} : { c: choice.c }),
  };
}

function choice(message: gen.Choice): unknown {
  return {
    a: message.a ?? null,
    b: message.b ?? null,
    kind: message.kind === undefined ? undefined : kind(message.kind),
    c: message.c ?? null,
  };
}

function open(name: WorkloadName): Candidate {
  switch (name) {
    case "A":
      return message(gen.RowSchema, { ...workload(name) }, row);
    case "B":
      return message(gen.RowsSchema, { items: [...workload(name)] }, (m) => m.items.map(row));
    case "C": {
      const items = workload(name) as MessageInitShape<typeof gen.OuterSchema>[];
      return message(gen.OutersSchema, { items }, (m) => m.items.map(outer));
    }
    case "F": {
      const items = workload(name).map(choiceInit);
      return message(gen.ChoicesSchema, { items }, (m) => m.items.map(choice));
    }
    case "Di":
      return message(gen.Int32sSchema, { items: [...workload(name)] }, (m) => m.items);
    case "Df":
      return message(gen.Float64sSchema, { items: [...workload(name)] }, (m) => m.items);
    case "Dl":
      return message(gen.Int64sSchema, { items: [...workload(name)] }, (m) => m.items);
    case "E":
      return message(gen.BlobSchema, { data: workload(name) }, (m) => m.data);
  }
}

/** Generated code encodes a message that stands ready; making it of a plain object is not measured. */
export const protobuf: Contender = { name: "protobuf-es", workloads: workloadNames, open };
