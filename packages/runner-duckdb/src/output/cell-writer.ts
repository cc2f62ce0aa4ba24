import type { Writer } from "@lutra/bin/transcode";

/** Writes the value of a row, which is not NULL, into the bytes reserved at `at`. */
export type CellWriter = (writer: Writer, row: number, at: number) => void;
