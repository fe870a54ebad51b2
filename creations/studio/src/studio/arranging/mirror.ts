/** The mirror image of the chosen parts. */

import type { Desk } from "../desk";
import { addParts, changeParts } from "../document/commands";
import { isPlacement } from "../document/shape";
import { type Box, centre, isEmpty } from "../geometry/box";
import { compose, mirror, type Transform, type Vector } from "../geometry/transform";
import { counterpart } from "../parts/counterpart";
import { symmetry } from "../parts/symmetry";
import { _ } from "../words";

/** Mirror across the middle of the selection or, as copies, across its side. `axis` is 0 for x, 1 for y, 2 for z.
 *
 * No part is turned inside out: each becomes its own image, turned, or (when it has a left and a right) the part of the
 * other hand.
 */
export async function mirrorSelection(
  desk: Pick<Desk, "store" | "library" | "scene" | "selection" | "model">,
  axis: 0 | 1 | 2,
  copies: boolean,
): Promise<void> {
  const lines = desk.selection.free();
  const box: Box = desk.scene.boxOf(lines);
  if (isEmpty(box)) return;
  const through = copies
    ? ([...centre(box)].map((value, k) =>
        k === axis ? box.high[axis] : value,
      ) as unknown as Vector)
    : centre(box);
  const image = mirror(
    axis,
    through.map((value) => Math.round(value * 2) / 2) as unknown as Vector,
  );
  const images = new Map<string, { reference?: string; transform: Transform }>();
  for (const line of lines) {
    const placed = desk.scene.placement(line);
    if (!placed) continue;
    const items = desk.scene.itemsOf(line);
    const part = items.length === 1 ? items[0]!.part : undefined;
    const own = part && symmetry(part);
    const other = part && !own ? await counterpart(desk.library, part) : undefined;
    const seen = compose(image, placed.transform);
    // image · transform · own turns only, where `own` maps the part onto itself or its counterpart onto it.
    if (other)
      images.set(line, { reference: `${other.part.id}.dat`, transform: compose(seen, other.by) });
    else images.set(line, { transform: own ? compose(seen, own) : seen });
  }
  if (copies) {
    const placed = lines.map((line) => desk.scene.placement(line)).filter(isPlacement);
    const made = addParts(
      desk.store,
      desk.scene.file,
      placed.map(({ id, reference, colour }) => ({ reference, colour, ...images.get(id)! })),
      _("Mirror"),
      desk.model.step,
    );
    desk.selection.set(made);
  } else
    changeParts(desk.store, desk.scene.file, lines, _("Mirror"), (line) => ({
      ...line,
      ...images.get(line.id),
    }));
}
