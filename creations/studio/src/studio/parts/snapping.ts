/** Where a part would like to go: the place near the pointer where its connectors meet those of the model. */

import {
  compose,
  cross,
  difference,
  dot,
  IDENTITY,
  moved,
  rotation,
  size,
  sum,
  type Transform,
  times,
  turn,
  turnBetween,
  type Vector,
} from "../geometry/transform";
import { type Connector, type ConnectorIndex, joint, seatOf } from "./connectors";

/** Where the pointer aims. */
export interface Aim {
  /** What the pointer touches, in LDU, and the way its surface faces; the ground faces up (0 -1 0). */
  point: Vector;
  normal: Vector;
}

/** A place to which something draws. */
export interface Snap {
  transform: Transform;
  /** How many connections it makes; 0 when it only rests on the grid. */
  connections: number;
  /** Set when every place that was tried cuts into other parts. */
  collides: boolean;
}

/** Pointers are only roughly where people want the part to be. */
export const RADIUS = 18;
const ALIGNED = 0.999;
const MAX_TRIED = 8;

interface Candidate {
  transform: Transform;
  connections: number;
  cost: number;
}

/**
 * The best place for a part whose wanted place is `wanted` (turn included). `own` are its connectors in its own LDU.
 *
 * Every own connector is looked up near where it would be; each partner found proposes a shift. Shifts that several
 * connectors propose are worth more, near ones more than far ones; the first that cuts into nothing wins.
 */
export function snap(
  index: ConnectorIndex,
  own: readonly Connector[],
  wanted: Transform,
  isLegal: (transform: Transform) => boolean,
  ignore: (owner: number) => boolean = () => false,
  radius = RADIUS,
): Snap | undefined {
  const found = new Map<string, Candidate>();
  const add = (shift: Vector, connections: number): void => {
    const distance = size(shift);
    if (distance > radius) return;
    const name = shift.map((value) => Math.round(value * 4)).join(" ");
    const known = found.get(name);
    if (known) known.connections += connections;
    else found.set(name, { transform: moved(wanted, shift), connections, cost: distance });
  };
  for (const connector of own) {
    const at = sum(turn(wanted, connector.at), [wanted[0], wanted[1], wanted[2]]);
    const axis = turn(wanted, connector.axis);
    const search = radius + connector.reach;
    index.near(at, search, (slot) => {
      const kind = joint(connector.type, index.type(slot));
      if (!kind || ignore(index.owner(slot))) return;
      const target = index.get(slot);
      const along = dot(axis, target.axis);
      let shift = difference(target.at, at);
      if (
        kind === "turn" &&
        along < ALIGNED &&
        !(along < -ALIGNED && connector.type.startsWith("hinge"))
      )
        return;
      if (kind === "slide") {
        if (Math.abs(along) < ALIGNED) return;
        const seat = seatOf(connector, axis, target);
        if (seat) {
          // All the way in, which is worth more than the stud that the pole's tip also is.
          add(difference(seat, at), 3);
          return;
        }
        const grip = Math.max(target.reach, 4) + Math.max(connector.reach, 4) - 4;
        const far = dot(shift, target.axis);
        // Slide only as far as it must to hold; what is in reach already stays where the hand put it.
        const slid = Math.abs(far) <= grip ? 0 : far - Math.sign(far) * grip;
        shift = sum(difference(shift, times(target.axis, far)), times(target.axis, slid));
      }
      if (
        kind === "fixed" &&
        (along < ALIGNED || dot(turn(wanted, connector.side), target.side) < ALIGNED)
      )
        return;
      add(shift, 1);
    });
  }
  return best([...found.values()], isLegal);
}

function best(
  candidates: Candidate[],
  isLegal: (transform: Transform) => boolean,
): Snap | undefined {
  const worth = ({ cost, connections }: Candidate): number => cost - 1.5 * Math.min(connections, 8);
  candidates.sort((a, b) => worth(a) - worth(b));
  for (const { transform, connections } of candidates.slice(0, MAX_TRIED)) {
    if (isLegal(transform)) return { transform, connections, collides: false };
  }
  const first = candidates[0];
  return first && { transform: first.transform, connections: first.connections, collides: true };
}

/**
 * When the pointer touches a connector that looks another way (a stud on a brick's side, a clip, an axle), the part turned so
 * that one of its connectors meets it. `middle` is the part's middle in its own LDU: of several, the one nearest to it holds.
 */
export function turnTo(
  index: ConnectorIndex,
  own: readonly Connector[],
  wanted: Transform,
  aim: Aim,
  middle: Vector,
  isLegal: (transform: Transform) => boolean,
  ignore: (owner: number) => boolean = () => false,
): Snap | undefined {
  let aimed = -1;
  let nearest = 11;
  index.near(aim.point, 14, (slot) => {
    if (ignore(index.owner(slot))) return;
    const type = index.type(slot);
    // From a plain surface only studs are aimed at: the holes behind it are out of reach.
    if (
      type.startsWith("hole/") ||
      (type.startsWith("stud/") && dot(index.axis(slot), aim.normal) < 0.5)
    )
      return;
    const distance = size(difference(index.at(slot), aim.point));
    if (distance < nearest && own.some((connector) => joint(connector.type, type))) {
      nearest = distance;
      aimed = slot;
    }
  });
  if (aimed < 0) return undefined;
  const target = index.get(aimed);
  const fitting = own.filter((connector) => joint(connector.type, target.type));
  if (fitting.some((connector) => dot(turn(wanted, connector.axis), target.axis) > ALIGNED))
    return undefined;
  const candidates: Candidate[] = [];
  for (const connector of fitting) {
    const kind = joint(connector.type, target.type)!;
    const axis = turn(wanted, connector.axis);
    for (const to of kind === "slide" ? [target.axis, times(target.axis, -1)] : [target.axis]) {
      let turned = compose(turnBetween(axis, to), [
        0,
        0,
        0,
        ...wanted.slice(3),
      ] as unknown as Transform);
      if (kind === "fixed")
        turned = compose(turnAbout(turn(turned, connector.side), target.side, to), turned);
      const at = turn(turned, connector.at);
      const transform = moved(turned, difference(target.at, at));
      const off = size(difference(connector.at, middle));
      candidates.push({ transform, connections: 1, cost: off + (1 - dot(axis, to)) * 4 });
    }
  }
  return best(candidates, isLegal);
}

function turnAbout(from: Vector, to: Vector, axis: Vector): Transform {
  const angle = (Math.atan2(dot(cross(from, to), axis), dot(from, to)) * 180) / Math.PI;
  return Math.abs(angle) < 1e-6 ? IDENTITY : rotation(axis, angle);
}

/** The grid place nearest to `wanted`: x and z in steps of `grid` LDU, counted so that studs fall on the stud grid. */
export function onGrid(wanted: Transform, own: readonly Connector[], grid: number): Transform {
  if (grid <= 0) return wanted;
  const hole = own.find(
    (connector) => connector.type.startsWith("hole/") && turn(wanted, connector.axis)[1] < -ALIGNED,
  );
  const anchor = hole ? turn(wanted, hole.at) : [0, 0, 0];
  const to = (value: number, offset: number): number => {
    const phase = hole ? 10 : 0;
    return Math.round((value + offset - phase) / grid) * grid + phase - offset;
  };
  return [
    to(wanted[0], anchor[0]!),
    wanted[1],
    to(wanted[2], anchor[2]!),
    ...wanted.slice(3),
  ] as unknown as Transform;
}
