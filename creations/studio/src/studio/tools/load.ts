/** What a hand can carry: the lines that will be written, and what they show meanwhile. */

import type { NewPart } from "../document/commands";
import { expandLine } from "../document/expand";
import type { Store } from "../document/store";
import { IDENTITY } from "../geometry/transform";
import type { Library } from "../parts/library";
import type { GhostPart } from "../view/ghost";
import { _ } from "../words";

/** What is carried, in a frame of its own (LDU). */
export interface Load {
  /** What is written; transforms are from the load's own origin. */
  lines: NewPart[];
  shown: GhostPart[];
  /** Names the step of history. */
  label: string;
}

/** A load of one part; undefined while the library does not have it. */
export function loadOf(library: Library, part: string, colour: number): Load | undefined {
  const known = library.get(part);
  if (!known) return undefined;
  return {
    lines: [{ reference: `${part}.dat`, colour, transform: IDENTITY }],
    shown: [{ part: known, colour, transform: IDENTITY }],
    label: _("Place %(part)s", { part: known.name }),
  };
}

/** What a line, of a part or of a submodel, would show. */
export function ghostsOf(store: Store, library: Library, line: NewPart): GhostPart[] {
  return expandLine(store, { id: "", step: "", order: 0, ...line }).flatMap(
    ({ part, colour, transform }) => {
      const known = library.get(part);
      return known ? [{ part: known, colour, transform }] : [];
    },
  );
}
