import { BebopView, BebopRecord } from "bebop";
export declare const BEBOP_SCHEMA: Uint8Array;
export interface Row {
  readonly id: number;
  readonly title: string;
  readonly flags: boolean;
  readonly score: number;
}
export declare const Row: ((data: Row) => Row & BebopRecord) & {
  encode(record: Row): Uint8Array;
  encodeInto(record: Row, view: BebopView): void;
  decode(buffer: Uint8Array): Row & BebopRecord;
  readFrom(view: BebopView): Row;
};
export interface Rows {
  readonly items: Row[];
}
export declare const Rows: ((data: Rows) => Rows & BebopRecord) & {
  encode(record: Rows): Uint8Array;
  encodeInto(record: Rows, view: BebopView): void;
  decode(buffer: Uint8Array): Rows & BebopRecord;
  readFrom(view: BebopView): Rows;
};
export interface Inner {
  readonly a: boolean;
  readonly b: boolean;
  readonly names: string[];
}
export declare const Inner: ((data: Inner) => Inner & BebopRecord) & {
  encode(record: Inner): Uint8Array;
  encodeInto(record: Inner, view: BebopView): void;
  decode(buffer: Uint8Array): Inner & BebopRecord;
  readFrom(view: BebopView): Inner;
};
export interface Outer {
  readonly name: string;
  readonly items: Inner[];
  readonly ok: boolean;
}
export declare const Outer: ((data: Outer) => Outer & BebopRecord) & {
  encode(record: Outer): Uint8Array;
  encodeInto(record: Outer, view: BebopView): void;
  decode(buffer: Uint8Array): Outer & BebopRecord;
  readFrom(view: BebopView): Outer;
};
export interface Outers {
  readonly items: Outer[];
}
export declare const Outers: ((data: Outers) => Outers & BebopRecord) & {
  encode(record: Outers): Uint8Array;
  encodeInto(record: Outers, view: BebopView): void;
  decode(buffer: Uint8Array): Outers & BebopRecord;
  readFrom(view: BebopView): Outers;
};
export interface Int32Items {
  readonly items: number[];
}
export declare const Int32Items: ((data: Int32Items) => Int32Items & BebopRecord) & {
  encode(record: Int32Items): Uint8Array;
  encodeInto(record: Int32Items, view: BebopView): void;
  decode(buffer: Uint8Array): Int32Items & BebopRecord;
  readFrom(view: BebopView): Int32Items;
};
export interface Float64Items {
  readonly items: number[];
}
export declare const Float64Items: ((data: Float64Items) => Float64Items & BebopRecord) & {
  encode(record: Float64Items): Uint8Array;
  encodeInto(record: Float64Items, view: BebopView): void;
  decode(buffer: Uint8Array): Float64Items & BebopRecord;
  readFrom(view: BebopView): Float64Items;
};
export interface Int64Items {
  readonly items: bigint[];
}
export declare const Int64Items: ((data: Int64Items) => Int64Items & BebopRecord) & {
  encode(record: Int64Items): Uint8Array;
  encodeInto(record: Int64Items, view: BebopView): void;
  decode(buffer: Uint8Array): Int64Items & BebopRecord;
  readFrom(view: BebopView): Int64Items;
};
export interface Blob {
  readonly data: Uint8Array;
}
export declare const Blob: ((data: Blob) => Blob & BebopRecord) & {
  encode(record: Blob): Uint8Array;
  encodeInto(record: Blob, view: BebopView): void;
  decode(buffer: Uint8Array): Blob & BebopRecord;
  readFrom(view: BebopView): Blob;
};
