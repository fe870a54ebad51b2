/** Put parts, take them away, change them. */

import {
  compose,
  IDENTITY,
  moved,
  type Transform,
  tidy,
  type Vector,
} from "../../geometry/transform";

import { newId, normalise, type Placement } from "../shape";
import type { Store } from "../store";
import { nextOrder, placed } from "./lines";

/** A part, or a submodel, to place: a file’s name, an LDraw colour, where it stands in LDU. */
export interface NewPart {
  reference: string;
  colour: number;
  transform: Transform;
  group?: string;
}

/** Put parts into a step (the last by default); returns their ids. */
export function addParts(
  store: Store,
  key: string,
  parts: NewPart[],
  label: string,
  step?: string,
): string[] {
  const file = store.file(key);
  const home = file.steps.some((known) => known.id === step) ? step! : file.steps.at(-1)!.id;
  const first = nextOrder(file, home);
  const lines = parts.map(
    (part, index): Placement => ({ id: newId(), step: home, order: first + index, ...part }),
  );
  store.change(label, (write) => lines.forEach((line) => write.setLine(key, line)));
  return lines.map((line) => line.id);
}

/** Take placements away; other lines stay. */
export function removeParts(store: Store, key: string, ids: Iterable<string>, label: string): void {
  const lines = placed(store, key, ids);
  if (lines.length === 0) return;
  store.change(label, (write) => lines.forEach((line) => write.deleteLine(key, line.id)));
}

/** Change placements as `by` says; those it leaves as they are cost nothing. */
export function changeParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  label: string,
  by: (line: Placement) => Placement,
): void {
  const changed = placed(store, key, ids)
    .map((line) => [line, by(line)] as const)
    .filter(([before, after]) => before !== after);
  if (changed.length === 0) return;
  store.change(label, (write) => changed.forEach(([, line]) => write.setLine(key, line)));
}

/** Move, turn or mirror: `by` is applied to the places in the model. */
export function transformParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  by: Transform,
  label: string,
): void {
  changeParts(store, key, ids, label, (line) => ({
    ...line,
    transform: tidy(compose(by, line.transform)),
  }));
}

/** Put placements where `places` says, by line id. */
export function setTransforms(
  store: Store,
  key: string,
  places: Map<string, Transform>,
  label: string,
): void {
  changeParts(store, key, places.keys(), label, (line) => ({
    ...line,
    transform: tidy(places.get(line.id)!),
  }));
}

/** Move placements by LDU. */
export function nudge(
  store: Store,
  key: string,
  ids: Iterable<string>,
  by: Vector,
  label: string,
): void {
  changeParts(store, key, ids, label, (line) => ({
    ...line,
    transform: tidy(moved(line.transform, by)),
  }));
}

/** `colour` is an LDraw code. */
export function recolour(
  store: Store,
  key: string,
  ids: Iterable<string>,
  colour: number,
  label: string,
): void {
  changeParts(store, key, ids, label, (line) =>
    line.colour === colour ? line : { ...line, colour },
  );
}

/** Another part in the same place; `shiftOf` says by how much, in LDU and its own directions, so that its connections stay. */
export function replaceParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  reference: string,
  shiftOf: (line: Placement) => Vector,
  label: string,
): void {
  changeParts(store, key, ids, label, (line) => {
    if (normalise(line.reference) === normalise(reference)) return line;
    const by = compose(line.transform, [
      ...shiftOf(line),
      ...IDENTITY.slice(3),
    ] as unknown as Transform);
    return { ...line, reference, transform: tidy(by) };
  });
}

/** Hide, show, lock or free lines. */
export function markParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  marks: "hidden" | "locked",
  on: boolean,
  label: string,
): void {
  const changed = [...ids].filter((id) => store[marks].has(`${key}/${id}`) !== on);
  if (changed.length === 0) return;
  store.change(label, (write) => changed.forEach((id) => write.setMark(marks, key, id, on)));
}
