import type { TupleShape } from "../codecs/base/codec.ts";
import { isObjectTuple } from "../codecs/tuple.ts";
import {
  after,
  type EmitContext,
  indent,
  isIdentifier,
  literal,
  objectKey,
  ReadLocals,
} from "./context.ts";
import { readPart, writePart } from "./part.ts";

/** Emits the body of a function that reads a tuple with fields. */
export function readTuple({ fields }: TupleShape, context: EmitContext): readonly string[] {
  const names = objectNames(fields);
  const locals = new ReadLocals();
  const reads: string[] = [];
  let offset = 0;
  let canFail = false;
  for (const [i, { codec }] of fields.entries()) {
    const expression = readPart(codec, after("at", offset), locals, context);
    if (context.mayFail(codec)) {
      canFail = true;
      if (i > 0) reads.push(`i = ${i};`);
    }
    reads.push(`const f${i} = ${expression};`);
    offset += codec.headBytes;
  }
  const values = fields.map((_, i) =>
    names === undefined ? `f${i}` : `${objectKey(names[i]!)}: f${i}`,
  );
  const made = names === undefined ? `[${values.join(", ")}]` : `{ ${values.join(", ")} }`;
  const lines = [...reads, `return ${made};`];
  if (!canFail) return [...locals.declaration, ...lines];
  return [
    ...locals.declaration,
    ...(names?.length === 1 ? [] : ["let i = 0;"]),
    "try {",
    ...indent(lines),
    "} catch (error) {",
    `  return ${context.use("rethrow")}(error, ${step(names, context)});`,
    "}",
  ];
}

/** Emits the body of a function that writes a tuple with fields. */
export function writeTuple({ fields }: TupleShape, context: EmitContext): readonly string[] {
  const names = objectNames(fields);
  const wrongKind = context.use("wrongKind");
  const check =
    names === undefined
      ? `if (!Array.isArray(v) || v.length !== ${fields.length}) ${wrongKind}("an array of ${fields.length}", v);`
      : `if (typeof v !== "object" || v === null || Array.isArray(v)) ${wrongKind}("an object", v);`;
  // A name that every object inherits would otherwise be found in objects that lack it.
  const ownOnly = names?.some((name) => name in Object.prototype) === true;
  const writes: string[] = [];
  let offset = 0;
  for (const [i, { codec }] of fields.entries()) {
    if (i > 0) writes.push(`i = ${i};`);
    writes.push(
      `const f${i} = ${names === undefined ? `v[${i}]` : member(names[i]!, ownOnly, context)};`,
      ...writePart(codec, `f${i}`, after("at", offset), context),
    );
    offset += codec.headBytes;
  }
  return [
    check,
    ...(names?.length === 1 ? [] : ["let i = 0;"]),
    "try {",
    ...indent(writes),
    "} catch (error) {",
    `  ${context.use("rethrow")}(error, ${step(names, context)});`,
    "}",
  ];
}

/** Returns the names of the fields if values are objects; `undefined` if they are lists. */
function objectNames(fields: TupleShape["fields"]): readonly string[] | undefined {
  return isObjectTuple(fields) ? fields.map(({ name }) => name!) : undefined;
}

/** Returns the expression of the step in the path of an error: the name of field number `i`, or the number. */
function step(names: readonly string[] | undefined, { typed }: EmitContext): string {
  if (names === undefined) return "i";
  return names.length === 1
    ? literal(names[0]!)
    : `[${names.map(literal).join(", ")}][i]${typed("!")}`;
}

function member(name: string, ownOnly: boolean, { typed }: EmitContext): string {
  const access = isIdentifier(name) ? `v.${name}` : `v[${literal(name)}]`;
  return ownOnly
    ? `(Object.hasOwn(v, ${literal(name)}) ? ${access} : undefined)${typed("!")}`
    : access;
}
