/** Look a model over: what cuts into what, what holds on to nothing, and whether it stands. Runs in a worker. */

import { Detailed } from "../../core/detail";
import { type Box, centre, EMPTY, isEmpty, overlap, transformed, union } from "../geometry/box";
import { BoxIndex } from "../geometry/box_index";
import { apply, compose, determinant, inverse, type Vector } from "../geometry/transform";
import { connectionsOf } from "../parts/connections";
import { type Connector, ConnectorIndex, isStudLike } from "../parts/connectors";
import { cut, type Solid, solidOf } from "../parts/solids";
import type { CheckedItem, CheckedPart, Finding } from "./findings";

const MAX_FINDINGS = 200;
/** Parts may lie into each other by so little before their boxes are worth a closer look. */
const SLACK = 0.5;
/** What is this near to the lowest point stands on the ground. */
const ON_GROUND = 1.5;

interface Known {
  solids: Solid[];
  connectors: Connector[];
  worn: boolean;
  box: Box;
  /** LDU cubed, and its middle. */
  volume: number;
  middle: Vector;
}

/** Remembers parts and, by pair and relative place, what it already found out. */
export class Inspector {
  private readonly parts = new Map<string, Known>();
  private readonly verdicts = new Map<string, boolean>();
  pairs = 0;

  learn(parts: CheckedPart[]): void {
    for (const { id, connectors, worn, surfaces } of parts) {
      const solids = surfaces.map(({ positions, indices }) =>
        solidOf(Detailed.of({ positions, indices, normals: positions })),
      );
      const { volume, middle } = weigh(solids);
      this.parts.set(id, {
        solids,
        connectors,
        worn,
        box: solids.reduce((box, solid) => union(box, solid.box), EMPTY),
        volume,
        middle,
      });
    }
  }

  inspect(items: CheckedItem[]): Finding[] {
    this.pairs = 0;
    const boxes = new BoxIndex();
    const index = new ConnectorIndex();
    items.forEach((item, owner) => {
      const part = this.parts.get(item.part);
      if (!part || isEmpty(part.box)) return;
      boxes.add(owner, transformed(part.box, item.transform));
      index.add(owner, part.connectors, item.transform);
    });
    const groups = new Groups(items.length);
    const fitted = new Set<string>();
    items.forEach((_, owner) => {
      for (const { other, own } of connectionsOf(index, owner)) {
        groups.join(owner, other);
        const isWorn = [owner, other].every((one) => this.parts.get(items[one]!.part)!.worn);
        if (isWorn || !isStudLike(own.type)) fitted.add(`${owner} ${other}`);
      }
    });
    return [
      ...this.collisions(items, boxes, fitted),
      ...this.loose(items, boxes, groups),
      ...this.balance(items, boxes),
    ].slice(0, MAX_FINDINGS);
  }

  /** Pins, axles, clips, hinges and figures are pressed into each other on purpose: `fitted` pairs are left out. */
  private collisions(items: CheckedItem[], boxes: BoxIndex, fitted: Set<string>): Finding[] {
    const found: Finding[] = [];
    const told = new Set<string>(); // two submodels that meet in many parts are one finding
    for (const [owner, box] of boxes.boxes) {
      for (const other of boxes.overlapping(box, SLACK)) {
        if (other <= owner || fitted.has(`${owner} ${other}`)) continue;
        this.pairs++;
        const pair = [items[owner]!.line, items[other]!.line].sort().join(" ");
        if (
          !told.has(pair) &&
          this.cut(items[owner]!, items[other]!) &&
          found.length < MAX_FINDINGS
        ) {
          told.add(pair);
          found.push({ kind: "collision", lines: [items[owner]!.line, items[other]!.line] });
        }
      }
    }
    return found;
  }

  private cut(a: CheckedItem, b: CheckedItem): boolean {
    const inward = inverse(a.transform);
    if (!inward) return false;
    const relative = compose(inward, b.transform);
    const name = `${a.part} ${b.part} ${relative.map((value) => Math.round(value * 100)).join(" ")}`;
    let verdict = this.verdicts.get(name);
    if (verdict === undefined) {
      const [one, two] = [this.parts.get(a.part)!, this.parts.get(b.part)!];
      verdict = one.solids.some((solid) =>
        two.solids.some(
          (other) =>
            overlap(
              transformed(solid.box, a.transform),
              transformed(other.box, b.transform),
              SLACK,
            ) && cut(solid, a.transform, other, b.transform),
        ),
      );
      this.verdicts.set(name, verdict);
    }
    return verdict;
  }

  /** Groups that hold on to nothing: beside the largest, those that float, and single parts. */
  private loose(items: CheckedItem[], boxes: BoxIndex, groups: Groups): Finding[] {
    const members = new Map<number, number[]>();
    let ground = -Infinity;
    for (const [owner, box] of boxes.boxes) {
      const group = groups.of(owner);
      members.set(group, [...(members.get(group) ?? []), owner]);
      ground = Math.max(ground, box.high[1]);
    }
    const sorted = [...members.values()].sort((a, b) => b.length - a.length);
    const found: Finding[] = [];
    const told = new Set<string>(); // several loose pieces of one submodel are one finding
    for (const group of sorted.slice(1)) {
      // Parts nobody has labelled cannot be known to be loose.
      if (group.some((owner) => this.parts.get(items[owner]!.part)!.connectors.length === 0))
        continue;
      const own = new Set(group);
      const floats = group.every((owner) => !stands(boxes, owner, own, ground));
      if (!floats && group.length > 1) continue;
      const lines = [...new Set(group.map((owner) => items[owner]!.line))];
      const key = [...lines].sort().join(" ");
      if (!told.has(key)) found.push({ kind: "loose", lines });
      told.add(key);
    }
    return found;
  }

  /** Whether the middle of its mass is above what it stands on. */
  private balance(items: CheckedItem[], boxes: BoxIndex): Finding[] {
    let mass = 0;
    const sum = [0, 0, 0];
    let ground = -Infinity;
    for (const [owner, box] of boxes.boxes) {
      const { volume, middle } = this.parts.get(items[owner]!.part)!;
      const weight = Math.abs(volume * determinant(items[owner]!.transform));
      const at = apply(items[owner]!.transform, middle);
      mass += weight;
      for (let k = 0; k < 3; k++) sum[k]! += at[k]! * weight;
      ground = Math.max(ground, box.high[1]);
    }
    if (mass === 0) return [];
    const feet: [number, number][] = [];
    for (const box of boxes.boxes.values()) {
      if (box.high[1] < ground - ON_GROUND) continue;
      for (const x of [box.low[0], box.high[0]])
        for (const z of [box.low[2], box.high[2]]) feet.push([x, z]);
    }
    return isInside([sum[0]! / mass, sum[2]! / mass], hull(feet)) ? [] : [{ kind: "falls" }];
  }
}

/** Whether a part stands on the ground, or lies on something that is not of its own group. */
function stands(boxes: BoxIndex, owner: number, own: Set<number>, ground: number): boolean {
  const box = boxes.boxes.get(owner)!;
  if (box.high[1] >= ground - ON_GROUND) return true;
  const under: Box = {
    low: [box.low[0], box.high[1] - ON_GROUND, box.low[2]],
    high: [box.high[0], box.high[1] + ON_GROUND, box.high[2]],
  };
  return boxes
    .overlapping(under)
    .some((other) => !own.has(other) && boxes.boxes.get(other)!.low[1] >= box.high[1] - ON_GROUND);
}

/** Union and find. */
class Groups {
  private readonly parent: Int32Array;

  constructor(count: number) {
    this.parent = Int32Array.from({ length: count }, (_, index) => index);
  }

  of(item: number): number {
    let at = item;
    while (this.parent[at] !== at) at = this.parent[at] = this.parent[this.parent[at]!]!;
    return at;
  }

  join(a: number, b: number): void {
    this.parent[this.of(a)] = this.of(b);
  }
}

/** Volume and middle of closed meshes, by the signed tetrahedra under their faces. */
function weigh(solids: Solid[]): { volume: number; middle: Vector } {
  let volume = 0;
  const sum = [0, 0, 0];
  let box = EMPTY;
  for (const { mesh, box: own } of solids) {
    box = union(box, own);
    const p = mesh.positions;
    for (let f = 0; f < mesh.indices.length; f += 3) {
      const a = 3 * mesh.indices[f]!,
        b = 3 * mesh.indices[f + 1]!,
        c = 3 * mesh.indices[f + 2]!;
      const v =
        (p[a]! * (p[b + 1]! * p[c + 2]! - p[b + 2]! * p[c + 1]!) -
          p[a + 1]! * (p[b]! * p[c + 2]! - p[b + 2]! * p[c]!) +
          p[a + 2]! * (p[b]! * p[c + 1]! - p[b + 1]! * p[c]!)) /
        6;
      volume += v;
      for (let k = 0; k < 3; k++) sum[k]! += (v * (p[a + k]! + p[b + k]! + p[c + k]!)) / 4;
    }
  }
  if (Math.abs(volume) < 1) return { volume: 1, middle: isEmpty(box) ? [0, 0, 0] : centre(box) };
  return { volume, middle: [sum[0]! / volume, sum[1]! / volume, sum[2]! / volume] };
}

/** The corners of the convex hull, in order (Andrew's monotone chain). */
export function hull(points: [number, number][]): [number, number][] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turns = (o: [number, number], a: [number, number], b: [number, number]): number =>
    (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const chain = (from: [number, number][]): [number, number][] => {
    const made: [number, number][] = [];
    for (const point of from) {
      while (made.length >= 2 && turns(made.at(-2)!, made.at(-1)!, point) <= 0) made.pop();
      made.push(point);
    }
    return made.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

export function isInside([x, y]: [number, number], corners: [number, number][]): boolean {
  return corners.every(([ax, ay], k) => {
    const [bx, by] = corners[(k + 1) % corners.length]!;
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= -1e-6;
  });
}
