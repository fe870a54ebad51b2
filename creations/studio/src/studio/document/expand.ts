/** A model's parts where they stand, through all submodels. */

import { compose, IDENTITY, type Transform } from "../geometry/transform";
import { isHelper, listing, pieceOf, titleOf } from "./listing";
import { type File, inOrder, isPlacement, normalise, type Placement, partId } from "./shape";
import type { Store } from "./store";

/** One part as it shows in the file that is open. */
export interface Shown {
  /** The line of the open file it comes from: its own, or that of the submodel it is in. */
  line: string;
  /** Key in the parts library: a part's number, an embedded part's file name, or `=` and a model's name for its own faces. */
  part: string;
  colour: number;
  transform: Transform;
}

const INHERIT = 16;
const INHERIT_EDGE = 24;
const MAX_DEPTH = 64;

/** What a reference leads to: a model of the document, a part (`custom`: one that lies in the file), or a mere arrow. */
export type Target =
  | { kind: "model"; file: File }
  | { kind: "helper" }
  | { kind: "part"; part: string; custom: boolean };

/** What a reference leads to. */
export function resolve(store: Store, reference: string): Target {
  const file = store.named(reference);
  if (file?.kind === "model") return { kind: "model", file };
  if (isHelper(reference, file && titleOf(file.text))) return { kind: "helper" };
  if (file?.kind === "kept") return { kind: "part", part: normalise(file.name), custom: true };
  return { kind: "part", part: partId(reference), custom: false };
}

/** The parts one line shows. */
export function expandLine(store: Store, line: Placement): Shown[] {
  const shown: Shown[] = [];
  place(store, line, IDENTITY, INHERIT, line.id, 0, shown);
  return shown;
}

/** Whether a model holds faces of its own is only known to the library; each is asked for under `=name`. */
export function ownFaces(file: File): string {
  return `=${normalise(file.name)}`;
}

function place(
  store: Store,
  line: Placement,
  outer: Transform,
  colour: number,
  top: string,
  depth: number,
  shown: Shown[],
): void {
  const own = line.colour === INHERIT || line.colour === INHERIT_EDGE ? colour : line.colour;
  const transform = depth === 0 ? line.transform : compose(outer, line.transform);
  const target = resolve(store, line.reference);
  if (target.kind === "helper") return;
  if (target.kind === "part") {
    shown.push({ line: top, part: target.part, colour: own, transform });
    return;
  }
  if (depth >= MAX_DEPTH) return;
  shown.push({ line: top, part: ownFaces(target.file), colour: own, transform });
  for (const inner of target.file.lines.values()) {
    if (isPlacement(inner)) place(store, inner, transform, own, top, depth + 1, shown);
  }
}

/** A part in a colour; `custom` parts are in no catalogue. `length` in mm is of a flexible one (a hose), 0 if unknown. */
export interface Lot {
  part: string;
  colour: number;
  quantity: number;
  custom: boolean;
  flexible: boolean;
  length: number;
}

/** What sets a lot apart from all others. */
export function keyOf({ part, colour, custom, flexible, length }: Omit<Lot, "quantity">): string {
  return `${part}:${colour}:${custom}:${flexible}:${length}`;
}

/** The number a part of the library is listed under; undefined for geometry. */
export type Listed = (part: string) => string | undefined;

/** The parts list of a file as `creations.ldraw.parts_list` makes it: counts are multiplied, not expanded. */
export function partsList(store: Store, key: string, listed: Listed): Lot[] {
  const known = new Map<string, Map<string, Lot>>();
  const lots = countFile(store, store.file(key), listed, known, 0);
  return [...lots.values()].sort((a, b) =>
    a.part < b.part ? -1 : a.part > b.part ? 1 : a.colour - b.colour,
  );
}

function countFile(
  store: Store,
  file: File,
  listed: Listed,
  known: Map<string, Map<string, Lot>>,
  depth: number,
): Map<string, Lot> {
  const found = known.get(file.key);
  if (found) return found;
  const lots = new Map<string, Lot>();
  known.set(file.key, lots);
  const add = (lot: Lot): void => {
    const same = lots.get(keyOf(lot));
    if (same) same.quantity += lot.quantity;
    else lots.set(keyOf(lot), { ...lot });
  };
  const { apart, flexible } = listing(file, (reference) =>
    pieceOf(reference, titleOf(store.named(reference)?.text ?? "")),
  );
  for (const { name, colour, length } of flexible)
    add({ part: name, colour, quantity: 1, custom: true, flexible: true, length });
  for (const line of file.lines.values()) {
    if (!isPlacement(line) || apart.has(line.id)) continue;
    const target = resolve(store, line.reference);
    if (target.kind === "part") {
      const part = listed(target.part);
      if (part === undefined) continue;
      const { colour } = line;
      const { custom } = target;
      const name = custom ? partId(target.part) : part;
      add({ part: name, colour, quantity: 1, custom, flexible: false, length: 0 });
    } else if (target.kind === "model" && depth < MAX_DEPTH) {
      for (const lot of countFile(store, target.file, listed, known, depth + 1).values()) {
        const inherits = lot.colour === INHERIT || lot.colour === INHERIT_EDGE;
        add({ ...lot, colour: inherits ? line.colour : lot.colour });
      }
    }
  }
  return lots;
}

/** Files from which `inner` can be reached: placing them inside it would make a circle. */
export function contains(store: Store, outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const seen = new Set<string>();
  const look = (key: string): boolean => {
    if (key === inner) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    for (const line of store.files.get(key)?.lines.values() ?? []) {
      if (!isPlacement(line)) continue;
      const file = store.named(line.reference);
      if (file?.kind === "model" && look(file.key)) return true;
    }
    return false;
  };
  return look(outer);
}

/** The placements of a file in the order of building. */
export function placements(file: File): Placement[] {
  return inOrder(file).filter(isPlacement);
}
