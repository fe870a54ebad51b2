/** Copies of parts at hand, from one file to another. */

import type { Desk } from "../desk";
import type { NewPart } from "../document/commands";
import { compose, IDENTITY, moved } from "../geometry/transform";
import { ghostsOf } from "../tools/load";
import { _ } from "../words";

let kept: NewPart[] = [];

/** Whether there is something to paste. */
export const isFilled = (): boolean => kept.length > 0;

/** Take copies of what is chosen to hand; nothing chosen leaves what was there. */
export function copy(desk: Pick<Desk, "selection" | "page">): void {
  const lines = desk.selection.placements();
  if (lines.length === 0) return;
  kept = lines.map(({ reference, colour, transform, group }) => ({
    reference,
    colour,
    transform,
    ...(group ? { group } : {}),
  }));
  desk.page.refresh();
}

/** Pasted parts hang on the pointer until they are put down. */
export function paste(desk: Pick<Desk, "store" | "library" | "toolbox">): void {
  const [first] = kept;
  if (!first) return;
  const [x, y, z] = first.transform;
  const inward = moved(IDENTITY, [-x, -y, -z]);
  const lines = kept.map((line) => ({ ...line, transform: compose(inward, line.transform) }));
  const shown = lines.flatMap((line) => ghostsOf(desk.store, desk.library, line));
  desk.toolbox.carry({ lines, shown, label: _("Paste") }, { once: true });
}
