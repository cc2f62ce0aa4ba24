import type { Ty } from "@lutra/bin";

/** Executes a query whose rows have a type, and decodes them. */
export type ReadRows = <Row>(sql: string, row: Ty) => Promise<readonly Row[]>;
