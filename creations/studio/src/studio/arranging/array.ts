/** Copies of the chosen parts in rows, columns and layers. */

import type { Desk } from "../desk";
import { copyParts } from "../document/commands";
import { type Transform, translation, type Vector } from "../geometry/transform";
import { _ } from "../words";

/** `counts` across, up and deep, each at least 1, with the originals; `gaps` in LDU from one to the next. */
export function arrayOf(
  desk: Pick<Desk, "store" | "scene" | "selection">,
  counts: Vector,
  gaps: Vector,
): void {
  const moves: Transform[] = [];
  for (let x = 0; x < counts[0]; x++)
    for (let y = 0; y < counts[1]; y++)
      for (let z = 0; z < counts[2]; z++) {
        if (x + y + z > 0) moves.push(translation(x * gaps[0], -y * gaps[1], z * gaps[2]));
      }
  const made = copyParts(desk.store, desk.scene.file, desk.selection, moves, _("Array of copies"));
  desk.selection.set([...desk.selection, ...made]);
}
