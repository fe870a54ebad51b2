/** What commands ask of a file's lines. */

import { type File, isPlacement, type Placement } from "../shape";
import type { Store } from "../store";

/** The place after the last line of a step. */
export function nextOrder(file: File, step: string): number {
  let last = -1;
  for (const line of file.lines.values())
    if (line.step === step && line.order > last) last = line.order;
  return last + 1;
}

/** Those of these lines that place something. */
export function placed(store: Store, file: string, ids: Iterable<string>): Placement[] {
  const lines = store.file(file).lines;
  return [...ids].map((id) => lines.get(id)).filter(isPlacement);
}

/** A name no group has yet: the wanted one, or with a number. */
export function freeGroup(file: File, wanted: string): string {
  const taken = new Set(
    [...file.lines.values()].map((line) => (isPlacement(line) ? line.group : undefined)),
  );
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} ${number}`;
  return name;
}
