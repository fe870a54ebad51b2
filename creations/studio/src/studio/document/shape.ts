/** What a model is made of, as the store mirrors it from the Yjs document (see `creations/workbench/document.py`). */

import type { Transform } from "../geometry/transform";

/** A line that places a part or a submodel: `colour` an LDraw code, `transform` in LDU. */
export interface Placement {
  id: string;
  step: string;
  order: number;
  colour: number;
  transform: Transform;
  reference: string;
  group?: string;
  /** How the line, and the one that names the group, were written; believed only while they say the same. */
  source?: string;
  groupSource?: string;
}

/** Comments, metas and geometry between placements, word for word; several lines in one. */
export interface Remark {
  id: string;
  step: string;
  order: number;
  text: string;
}

/** A line of a model; `order` is its place within its step. */
export type Line = Placement | Remark;

/** A step of building; `order` is its place among the steps. */
export interface Step {
  id: string;
  order: number;
  /** The line that closes it; empty for an open last step. */
  end: string;
}

/** One file of the document: a model, a part it brings along (kept), or data. */
export interface File {
  key: string;
  name: string;
  order: number;
  kind: "model" | "kept" | "data";
  closed: boolean;
  outside: string;
  /** The lines around it as they were read; an opening of no words was not there. */
  opening?: string;
  closing?: string;
  /** Of a kept or data file. */
  text: string;
  steps: Step[];
  lines: Map<string, Line>;
}

/** Whether there is a line and it places something. */
export function isPlacement(line: Line | undefined): line is Placement {
  return line !== undefined && "reference" in line;
}

/** How names are compared. */
export function normalise(name: string): string {
  return name.trim().toLowerCase().replaceAll("\\", "/");
}

/** `3001` for `3001.DAT`. */
export function partId(reference: string): string {
  return normalise(reference)
    .replace(/^(parts|p)\//, "")
    .replace(/\.(dat|ldr|mpd)$/, "");
}

/** The lines of a file in the order of building. */
export function inOrder(file: File): Line[] {
  const place = new Map(file.steps.map((step, index) => [step.id, index]));
  const last = Math.max(0, file.steps.length - 1);
  const at = (line: Line): number => place.get(line.step) ?? last;
  return [...file.lines.values()].sort(
    (a, b) => at(a) - at(b) || a.order - b.order || (a.id < b.id ? -1 : 1),
  );
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** An id that no other line has. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (value) => LETTERS[value & 63]).join(
    "",
  );
}
