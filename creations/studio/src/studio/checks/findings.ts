/** What the checks look at and what they find: the messages between the page and the worker. */

import type { Transform } from "../geometry/transform";
import type { Connector } from "../parts/connectors";

/** A part as the worker knows it; all of it in the part’s own frame, in LDU. */
export interface CheckedPart {
  id: string;
  connectors: Connector[];
  /** A piece of a figure, which is pressed onto the next. */
  worn: boolean;
  surfaces: { positions: Float32Array; indices: Uint32Array }[];
}

/** A part where it stands, and the line of the file that placed it. */
export interface CheckedItem {
  line: string;
  part: string;
  transform: Transform;
}

/** What the worker is asked: a model’s parts where they stand. */
export interface Job {
  version: number;
  /** Parts the worker has not been told of. */
  parts: CheckedPart[];
  items: CheckedItem[];
}

/** What is wrong, and with which lines of the open file. */
export type Finding =
  | { kind: "collision"; lines: [string, string] }
  | { kind: "loose"; lines: string[] }
  | { kind: "falls" }
  | { kind: "unknown-part"; lines: string[]; part: string }
  | { kind: "unknown-colour"; lines: string[]; colour: number };

/** What the worker found in the job of the same version. */
export interface Report {
  version: number;
  findings: Finding[];
  /** Pairs that were looked at, and how long it all took. */
  pairs: number;
  milliseconds: number;
}
