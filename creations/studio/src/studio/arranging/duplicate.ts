/** A copy of the chosen parts, where there is room for it. */

import type { Desk } from "../desk";
import { copyParts } from "../document/commands";
import { isEmpty } from "../geometry/box";
import { compose, type Transform, translation, type Vector } from "../geometry/transform";
import { _ } from "../words";

/** A copy on top of the selection, or beside it when that is taken; it is selected, so it can be moved on. */
export function duplicate(desk: Pick<Desk, "store" | "scene" | "selection">): void {
  const lines = [...desk.selection];
  const box = desk.scene.boxOf(lines);
  if (isEmpty(box)) return;
  const up = box.high[1] - box.low[1] - 4;
  const bodies = (by: Transform) =>
    lines
      .flatMap((line) => desk.scene.itemsOf(line))
      .flatMap((item) =>
        item.part.surfaces.map(({ solid }) => ({
          solid,
          place: compose(by, item.shown.transform),
        })),
      );
  const width = Math.ceil((box.high[0] - box.low[0] - 1) / 20) * 20;
  const ways: Vector[] = [
    [0, -Math.max(8, Math.round(up / 8) * 8), 0],
    [width, 0, 0],
    [0, 0, Math.ceil((box.high[2] - box.low[2] - 1) / 20) * 20],
  ];
  const way = ways.find((by) => !desk.scene.collides(bodies(translation(...by)), 200)) ?? ways[0]!;
  desk.selection.set(
    copyParts(desk.store, desk.scene.file, lines, [translation(...way)], _("Duplicate")),
  );
}
