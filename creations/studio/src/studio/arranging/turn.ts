/** Turn the chosen parts together. */

import type { Desk } from "../desk";
import { transformParts } from "../document/commands";
import { centre, isEmpty } from "../geometry/box";
import { rotation, type Vector } from "../geometry/transform";
import { _ } from "../words";

/** Turn the selection by degrees about each axis through its middle. */
export function turnSelection(
  desk: Pick<Desk, "store" | "scene" | "selection">,
  axis: Vector,
  degrees: number,
): void {
  const lines = desk.selection.free();
  const box = desk.scene.boxOf(lines);
  if (isEmpty(box)) return;
  transformParts(
    desk.store,
    desk.scene.file,
    lines,
    rotation(axis, degrees, centre(box).map(Math.round) as unknown as Vector),
    _("Turn"),
  );
}
