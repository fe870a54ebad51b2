/** What is where in the open file: what a ray meets, and what bodies cut into. */

import { type Box, enter, overlap, transformed } from "../geometry/box";
import type { Transform, Vector } from "../geometry/transform";
import { cut, hit, type Solid } from "../parts/solids";
import type { Item } from "./item";

/** Boxes that lie into each other by less, in LDU, only touch. */
const SLACK = 0.5;

export interface Touch {
  item: Item;
  /** In the model, in LDU. */
  point: Vector;
  /** Of length 1, towards where the ray came from. */
  normal: Vector;
}

/** A body and where it would stand. */
export interface Body {
  solid: Solid;
  place: Transform;
}

/** What a ray meets first of the items that count. `direction` need not be a unit vector. */
export function firstTouched(
  items: Iterable<Item>,
  from: Vector,
  direction: Vector,
  counts: (item: Item) => boolean,
): Touch | undefined {
  const met: { item: Item; at: number }[] = [];
  for (const item of items) {
    const at = enter(item.box, from, direction);
    if (at !== Infinity && counts(item)) met.push({ item, at });
  }
  met.sort((a, b) => a.at - b.at);
  let best: Touch | undefined;
  let nearest = Infinity;
  for (const { item, at } of met) {
    if (at > nearest) break;
    for (const { solid } of item.part.surfaces) {
      const found = hit(solid, item.shown.transform, from, direction);
      if (found && found.distance < nearest) {
        nearest = found.distance;
        const along = (k: 0 | 1 | 2): number => from[k] + direction[k] * nearest;
        best = { item, point: [along(0), along(1), along(2)], normal: found.normal };
      }
    }
  }
  return best;
}

/** Whether a body cuts into one of an item's; `box` is the body's own, where it stands. `spend` is asked before each
 * comparison; when it says no, they count as free of each other. */
export function cutsInto(
  { solid, place }: Body,
  box: Box,
  item: Item,
  spend: () => boolean,
): boolean {
  for (const surface of item.part.surfaces) {
    if (!spend()) return false;
    const { transform } = item.shown;
    if (
      overlap(transformed(surface.solid.box, transform), box, SLACK) &&
      cut(solid, place, surface.solid, transform)
    )
      return true;
  }
  return false;
}
