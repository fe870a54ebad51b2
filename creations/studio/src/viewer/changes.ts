/** On the compare page: grey for what stayed, a colour for each kind of change. */

import type { Model } from "./model";

type Change = "added" | "removed" | "moved" | "recoloured";
type Place = [part: string, colour: number, x: number, y: number, z: number];

const CHANGE_COLOURS: Record<Change, [number, number, number]> = {
  added: [0.05, 0.5, 0.14],
  removed: [0.7, 0.05, 0.04],
  moved: [0.05, 0.25, 0.75],
  recoloured: [0.85, 0.42, 0.02],
};
const FADED: [number, number, number] = [0.55, 0.54, 0.52];

/** Paints a model's parts as a JSON script says: a list of places for each kind of change; `kinds` are those to show. */
export function paintChanges(model: Model, script: Element, kinds: string[] | undefined): void {
  const changes = JSON.parse(script.textContent ?? "{}") as Record<Change, Place[]>;
  const kindOf = new Map<string, Change>();
  for (const kind of (kinds ?? Object.keys(changes)) as Change[])
    for (const place of changes[kind] ?? []) kindOf.set(key(place), kind);
  for (const part of model.placed) {
    const { elements } = part.home;
    const at = [elements[12]!, elements[13]!, elements[14]!] as const;
    const kind = kindOf.get(key([part.lot.part, part.lot.colour, ...at]));
    model.paint(part, kind ? CHANGE_COLOURS[kind] : FADED);
  }
}

/** Places are the same when they are to a tenth of an LDU. */
function key([part, colour, x, y, z]: Place): string {
  return [part, colour, ...[x, y, z].map((value) => Math.round(value * 10))].join(" ");
}
