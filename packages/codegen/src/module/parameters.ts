import type { AnyCodec } from "@lutra/bin";
import type { NativeSource } from "../input/program-source.ts";
import { camelCase } from "../names/identifiers.ts";
import { reservedWords } from "../names/reserved.ts";
import { Scope } from "../names/scope.ts";

/** A parameter of a method. */
export interface Parameter {
  readonly name: string;
  readonly codec: AnyCodec;
}

/** Parameters of a method, and their way into the input of its program. */
export interface Parameters {
  readonly list: readonly Parameter[];
  /** The input is a tuple of the parameters; else it is the only one, or nothing. */
  readonly isTuple: boolean;
  /** Names that the source has for the parameters and that do not fit the program. */
  readonly misfit?: readonly (string | undefined)[];
}

/**
 * Returns the parameters of a program's function.
 *
 * A function of several parameters is compiled to one that takes a tuple without names.
 */
export function parametersOf(
  { input, parameters }: NativeSource,
  codec: AnyCodec,
  constant: string,
): Parameters {
  const { shape } = codec;
  if (shape.kind === "tuple" && shape.fields.length === 0) {
    const fits = (parameters ?? []).length <= 1;
    return { list: [], isTuple: false, ...(fits ? {} : { misfit: parameters! }) };
  }
  const fields =
    shape.kind === "tuple" && input.kind.tag === "tuple" && shape.fields.length > 1
      ? shape.fields
      : [];
  const isNameless = fields.length > 0 && fields.every(({ name }) => name === null);
  const isOne = parameters?.length === 1 || (parameters === undefined && !isNameless);
  const fits =
    parameters === undefined || isOne || (isNameless && parameters.length === fields.length);
  const misfit = fits ? {} : { misfit: parameters };
  const names = new Scope([...reservedWords, "options", constant]);
  if (isNameless && !isOne) {
    const known = fits ? parameters : undefined;
    const list = fields.map(({ codec: part }, i) => {
      const wanted = camelCase(known?.[i] ?? "") || `input${i + 1}`;
      return { name: names.take(wanted, { title: wanted }), codec: part };
    });
    return { list, isTuple: true, ...misfit };
  }
  const wanted = (isOne ? camelCase(parameters?.[0] ?? "") : "") || "input";
  const name = names.take(wanted, { title: wanted });
  return { list: [{ name, codec }], isTuple: false, ...misfit };
}
