/** Another part in the place of each chosen one. */

import type { Desk } from "../desk";
import { replaceParts } from "../document/commands";
import type { Placement } from "../document/shape";
import type { Vector } from "../geometry/transform";
import { Refusal } from "../refusal";
import { _ } from "../words";

/** What is held by a connector both parts have stays where it is. Rejects when the network is away. */
export async function replaceSelection(
  desk: Pick<Desk, "store" | "library" | "scene" | "selection">,
  part: string,
): Promise<void> {
  await desk.library.fetch([part]);
  const fresh = desk.library.get(part);
  if (!fresh) throw new Refusal(_("Nobody has a picture of this part."));
  const known = new Map<string, Vector>();
  const shiftOf = (line: Placement): Vector => {
    const old = desk.scene.itemsOf(line.id)[0]?.part;
    if (!old) return [0, 0, 0];
    const shift = known.get(old.id) ?? sharedShift(old.connectors, fresh.connectors);
    known.set(old.id, shift);
    return shift;
  };
  replaceParts(
    desk.store,
    desk.scene.file,
    desk.selection.free(),
    `${part}.dat`,
    shiftOf,
    _("Replace with another part"),
  );
}

type Connectors = { type: string; at: Vector; axis: Vector }[];

/** The shift under which most of the old connectors find one of the same kind and way in the new part. */
function sharedShift(old: Connectors, fresh: Connectors): Vector {
  const votes = new Map<string, { shift: Vector; count: number }>();
  for (const a of old) {
    for (const b of fresh) {
      if (a.type.split("/")[0] !== b.type.split("/")[0]) continue;
      if (a.axis.some((value, k) => Math.abs(value - b.axis[k]!) > 0.01)) continue;
      const shift: Vector = [a.at[0] - b.at[0], a.at[1] - b.at[1], a.at[2] - b.at[2]];
      // What is held from below counts most: the part must not leave what it stands on.
      const weight = a.type.startsWith("hole/") ? 2 : 1;
      const key = shift.map(Math.round).join(" ");
      const vote = votes.get(key) ?? { shift, count: 0 };
      vote.count += weight;
      votes.set(key, vote);
    }
  }
  const near = (shift: Vector): number =>
    Math.abs(shift[0]) + Math.abs(shift[1]) + Math.abs(shift[2]);
  const best = [...votes.values()].sort(
    (a, b) => b.count - a.count || near(a.shift) - near(b.shift),
  )[0];
  return best?.shift ?? [0, 0, 0];
}
