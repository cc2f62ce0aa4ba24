import type { Ty } from "@lutra/bin";
import type { TypeViews } from "@lutra/bin/transcode";

/** A part of a form that edits a value of one type. */
export interface Control {
  readonly element: HTMLElement;
  /**
   * Reads the value.
   *
   * @throws FieldError if a field of it does not hold one
   */
  value(): unknown;
}

/** The part that all controls share. */
export interface FormContext {
  readonly types: TypeViews;
  /** Called after each change. */
  readonly onChange: () => void;
  /** Creates the control for a part. */
  control(ty: Ty, value: unknown, label: string): Control;
  /** Creates the value that a new part starts with. */
  example(ty: Ty): unknown;
}

/** Thrown for a field whose text is not a value. */
export class FieldError extends Error {
  readonly field: HTMLElement;

  constructor(field: HTMLElement, message: string) {
    super(message);
    this.field = field;
  }
}
