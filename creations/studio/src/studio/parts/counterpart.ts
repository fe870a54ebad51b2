/** The part of the other hand: of a left wing the right one. */

import type { Transform } from "../geometry/transform";
import type { Library, Part } from "./library";
import { searchParts } from "./search";
import { between, otherHand } from "./symmetry";

/** A part of the other hand, and how it comes to lie as the mirror image. */
export interface Counterpart {
  part: Part;
  /** Takes its space, mirrored, to that of the part asked for. */
  by: Transform;
}

/** Undefined when its name tells of no other hand, when none has its shape, and when the network is away. */
export async function counterpart(library: Library, part: Part): Promise<Counterpart | undefined> {
  const name = otherHand(part.ldrawName);
  if (name === undefined) return undefined;
  try {
    const { results } = await searchParts({ q: name, size: 24 });
    const known = results.filter((found) => found.ldrawName === name).map(({ id }) => id);
    await library.fetch(known);
    for (const id of known) {
      const other = library.get(id);
      const by = other && between(part, other);
      if (by) return { part: other, by };
    }
  } catch (error) {
    // Mirrored as it is, then: a shape like it is better than none.
    console.info(error);
  }
  return undefined;
}
