/** Put a minifigure together by its parts' own connectors: neck, shoulders, wrists, waist, hips. */

import {
  compose,
  cross,
  difference,
  dot,
  IDENTITY,
  moved,
  rotation,
  type Transform,
  turn,
  turnBetween,
  type Vector,
} from "../geometry/transform";
import { type Connector, isSeated, joint, placeConnector, seatOf } from "../parts/connectors";
import type { Part } from "../parts/library";

/** Where a figure can wear or hold something, head first. */
export const SLOTS = [
  "hat",
  "head",
  "torso",
  "armRight",
  "armLeft",
  "handRight",
  "handLeft",
  "holdRight",
  "holdLeft",
  "hips",
  "legRight",
  "legLeft",
] as const;
/** One of SLOTS. */
export type Slot = (typeof SLOTS)[number];

/** Which slot each hangs on; the torso stands by itself. */
const HOLDS: Partial<Record<Slot, Slot>> = {
  head: "torso",
  hat: "head",
  armRight: "torso",
  armLeft: "torso",
  handRight: "armRight",
  handLeft: "armLeft",
  holdRight: "handRight",
  holdLeft: "handLeft",
  hips: "torso",
  legRight: "hips",
  legLeft: "hips",
};
const ORDER: Slot[] = [
  "torso",
  "head",
  "hat",
  "hips",
  "legRight",
  "legLeft",
  "armRight",
  "armLeft",
  "handRight",
  "handLeft",
  "holdRight",
  "holdLeft",
];

/** The figure looks towards negative z, so its right is at negative x. */
const SIDE: Partial<Record<Slot, -1 | 1>> = { armRight: -1, armLeft: 1, legRight: -1, legLeft: 1 };

/** What stands in a slot; `colour` is an LDraw code. */
export interface Piece {
  part: Part;
  colour: number;
  /** Degrees about its joint. */
  turn: number;
}

interface Attached {
  place: Transform;
  axis: Vector;
  at: Vector;
}

/** Where each piece stands, with the torso at the origin. Pieces that find no joint are left out. */
export function assemble(pieces: Partial<Record<Slot, Piece>>): Map<Slot, Transform> {
  const places = new Map<Slot, Transform>();
  for (const slot of ORDER) {
    const piece = pieces[slot];
    if (!piece) continue;
    const holder = HOLDS[slot];
    if (holder === undefined) {
      places.set(slot, IDENTITY);
      continue;
    }
    const place = places.get(holder);
    const held = pieces[holder];
    if (!place || !held) continue;
    const found = attach(
      piece.part.connectors,
      held.part.connectors.map((connector) => placeConnector(connector, place)),
      slot,
    );
    if (found)
      places.set(
        slot,
        piece.turn ? compose(rotation(found.axis, piece.turn, found.at), found.place) : found.place,
      );
  }
  return places;
}

function attach(own: Connector[], held: Connector[], slot: Slot): Attached | undefined {
  let best: (Attached & { cost: number }) | undefined;
  const side = SIDE[slot];
  for (const a of own) {
    for (const b of held) {
      const kind = joint(a.type, b.type);
      if (!kind || (side !== undefined && Math.sign(b.at[0]) === -side)) continue;
      const ways: Vector[] =
        kind === "slide" ? [b.axis, [-b.axis[0], -b.axis[1], -b.axis[2]]] : [b.axis];
      for (const to of ways) {
        let place = turnBetween(a.axis, to);
        if (kind === "fixed") {
          const from = turn(place, a.side);
          place = compose(
            rotation(
              to,
              (Math.atan2(dot(cross(from, b.side), to), dot(from, b.side)) * 180) / Math.PI,
            ),
            place,
          );
        }
        const seat = seatOf(a, turn(place, a.axis), b);
        place = moved(
          place,
          seat ? difference(seat, turn(place, a.at)) : difference(b.at, turn(place, a.at)),
        );
        const cost = preference(a, b, slot, place);
        if (!best || cost < best.cost) best = { place, axis: b.axis, at: b.at, cost };
      }
    }
  }
  return best;
}

/** Upright first; joints made for figures before studs that would also fit. */
function preference(a: Connector, b: Connector, slot: Slot, place: Transform): number {
  const upright = 3 - (place[3] + place[7] + place[11]);
  const made = a.type.startsWith("hinge/") || a.type.startsWith("fixed/") || isSeated(a, b) ? 0 : 2;
  // A head sits on the neck and a hat on top, not beside or below.
  const height = slot === "head" || slot === "hat" ? b.at[1] * 0.02 : 0;
  // What is held is held in the middle of its grip.
  const grip = slot.startsWith("hold") ? Math.abs(a.at[1]) * 0.005 : 0;
  return upright + made + height + grip;
}
