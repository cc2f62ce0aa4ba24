import { CommandError } from "./command-error.ts";

/** Reader of standard output that stopped reading, as `head` does. Unless the output was of value, that is no fault. */
export class ReaderGone extends CommandError {
  constructor(cause: unknown) {
    super("cannot write standard output: the reader is gone", { cause });
  }
}
