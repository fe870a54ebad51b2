/** How much room a file takes in the batches: made at once, it costs less than growing part by part. */

import { type Kind, kindOf } from "../../core/batches";
import type { Detailed } from "../../core/detail";
import { expandLine } from "../document/expand";
import type { Placement } from "../document/shape";
import type { Store } from "../document/store";
import type { Colours } from "../parts/colours";
import type { Library } from "../parts/library";

/** The room in the batches of one kind. */
export interface Room {
  copies: number;
  meshes: Set<Detailed>;
}

/** The room for what these lines show, as far as the library has it. */
export function roomFor(
  lines: Iterable<Placement>,
  store: Store,
  library: Library,
  colours: Colours,
): Map<Kind, Room> {
  const wanted = new Map<Kind, Room>();
  for (const line of lines) {
    for (const shown of expandLine(store, line)) {
      for (const surface of library.get(shown.part)?.surfaces ?? []) {
        const kind = kindOf(colours.get(surface.colour === 16 ? shown.colour : surface.colour));
        const room = wanted.get(kind) ?? { copies: 0, meshes: new Set() };
        wanted.set(kind, room);
        room.copies++;
        room.meshes.add(surface.solid.drawn);
      }
    }
  }
  return wanted;
}
