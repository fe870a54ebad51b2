/** Carry a ghost to where the pointer aims: what placing and moving share. */

import { centre as middleOf } from "../geometry/box";
import {
  compose,
  difference,
  dot,
  moved,
  rotation,
  size,
  sum,
  type Transform,
  tidy,
  times,
  turn,
  type Vector,
} from "../geometry/transform";
import { type Aim, onGrid, type Snap, snap, turnTo } from "../parts/snapping";
import type { Ghost } from "../view/ghost";
import type { ToolHost } from "./host";

const STUD_RADIUS = 6.5;
const STUD_HEIGHT = 4.5;

export class Carrying {
  /** Milliseconds the last search took. */
  searchTime = 0;
  connections = 0;
  collides = false;
  private readonly legal = new Map<string, boolean>();
  private seen = -1;
  /** Where the hand holds the load, from its own origin, in its own turn; undefined holds it by its middle. */
  grip: Vector | undefined;
  private turned: Transform;

  constructor(
    private readonly host: ToolHost,
    readonly ghost: Ghost,
    start: Transform,
  ) {
    this.turned = [0, 0, 0, ...start.slice(3)] as unknown as Transform;
    ghost.moveTo(start);
    host.stage.scene.add(ghost.group);
    host.stage.draw();
  }

  get place(): Transform {
    return this.ghost.place;
  }

  /** Follow the pointer. */
  aim(x: number, y: number): void {
    const began = performance.now();
    const { origin, direction } = this.host.camera.ray({ x, y });
    const touch = this.host.scene.touch(origin, direction);
    const aimed: Aim = touch
      ? this.onStud({ point: touch.point, normal: touch.normal })
      : this.ground(origin, direction);
    const wanted = this.restOn(aimed);
    // Beside a wall that holds nothing the load stands as low as what it leans on, not where the pointer happens to be.
    const beside =
      touch && Math.abs(aimed.normal[1]) < 0.7
        ? touch.item.box.high[1] - this.ghost.box(this.turned).high[1]
        : undefined;
    this.put(wanted, aimed, beside);
    this.searchTime = performance.now() - began;
  }

  /** Go by keys: from where it is, without a pointer. */
  step(by: Vector): void {
    this.show(moved(this.ghost.place, by));
  }

  /** Turn by degrees about an axis of the model. */
  turnBy(axis: Vector, degrees: number): void {
    const by = rotation(axis, degrees);
    const old = this.ghost.place;
    const middle = middleOf(this.ghost.box(old));
    this.turned = tidy(compose(by, this.turned));
    const next = middleOf(this.ghost.box(this.turned));
    const offset = difference(middle, next);
    const place = [
      old[0] + offset[0],
      old[1] + offset[1],
      old[2] + offset[2],
      ...this.turned.slice(3),
    ] as unknown as Transform;
    if (this.grip) this.grip = turn(by, this.grip);
    this.put(place, { point: [place[0], place[1], place[2]], normal: [0, -1, 0] });
  }

  /** Go where the magnet draws the load, or to the grid. `beside` is the height to stand at where nothing draws. */
  private put(wanted: Transform, aim: Aim, beside?: number): void {
    const { scene } = this.host;
    const { magnetic, grid } = this.host.atHand;
    const own = this.ghost.connectors;
    const ignore = (owner: number): boolean => scene.isLifted(owner);
    const draw = (place: Transform): Snap | undefined =>
      snap(scene.connectors, own, place, this.isLegal, ignore);
    let found = magnetic
      ? (turnTo(
          scene.connectors,
          own,
          wanted,
          aim,
          middleOf(this.ghost.box(wanted)),
          this.isLegal,
          ignore,
        ) ?? draw(wanted))
      : undefined;
    if (beside !== undefined && (!found || found.collides)) {
      const standing = onGrid(
        [wanted[0], beside, ...wanted.slice(2)] as unknown as Transform,
        own,
        grid,
      );
      found = (magnetic ? draw(standing) : undefined) ?? {
        transform: standing,
        connections: 0,
        collides: !this.isLegal(standing),
      };
    }
    this.show(found?.transform ?? onGrid(wanted, own, grid), found);
  }

  /** A hand that moves on comes back to the same few places, so what was found there is kept until the model changes. */
  private readonly isLegal = (place: Transform): boolean => {
    const { scene } = this.host;
    if (scene.version !== this.seen) this.legal.clear();
    this.seen = scene.version;
    const key = tidy(place).join(" ");
    let legal = this.legal.get(key);
    if (legal === undefined) {
      legal = !scene.collides(this.ghost.bodies(place), 120);
      this.legal.set(key, legal);
    }
    return legal;
  };

  private show(wanted: Transform, found?: Snap): void {
    const place = tidy(wanted);
    this.connections = found?.connections ?? 0;
    this.collides = found ? found.collides : !this.isLegal(place);
    this.ghost.moveTo(place);
    this.ghost.warn(this.collides);
    this.host.stage.draw();
  }

  /** The place, with the turn at hand, in which the load lies on what is aimed at. */
  private restOn({ point, normal }: Aim): Transform {
    const box = this.ghost.box(this.turned);
    const lean =
      this.grip && normal[1] < -0.7
        ? ([this.grip[0], box.high[1], this.grip[2]] as Vector)
        : undefined;
    const middle = middleOf(box);
    let lowest = Infinity;
    for (const x of [box.low[0], box.high[0]])
      for (const y of [box.low[1], box.high[1]])
        for (const z of [box.low[2], box.high[2]]) {
          lowest = Math.min(lowest, dot(normal, [x, y, z]));
        }
    const shift = lean
      ? difference(point, lean)
      : sum(difference(point, middle), times(normal, dot(normal, middle) - lowest));
    return [...shift, ...this.turned.slice(3)] as unknown as Transform;
  }

  /** Whoever touches a stud, be it on its side, means the surface it stands on. */
  private onStud(aim: Aim): Aim {
    const { connectors } = this.host.scene;
    let found = aim;
    connectors.near(aim.point, STUD_RADIUS, (slot) => {
      if (
        !connectors.type(slot).startsWith("stud/") ||
        this.host.scene.isLifted(connectors.owner(slot))
      )
        return;
      const axis = connectors.axis(slot);
      const gap = difference(aim.point, connectors.at(slot));
      const height = dot(gap, axis);
      const aside = size(difference(gap, times(axis, height)));
      if (height > 0.1 && height < STUD_HEIGHT && aside < STUD_RADIUS)
        found = { point: difference(aim.point, times(axis, height)), normal: axis };
    });
    return found;
  }

  private ground(origin: Vector, direction: Vector): Aim {
    const { floor } = this.host.scene;
    const along = (floor - origin[1]) / direction[1];
    const reach = 1.5e4;
    const far =
      along > 0 && along * Math.hypot(...direction) < reach * 10
        ? along
        : reach / Math.hypot(...direction);
    const point = sum(origin, times(direction, far));
    return { point: [point[0], along > 0 ? floor : point[1], point[2]], normal: [0, -1, 0] };
  }

  end(): void {
    this.ghost.dispose();
    this.host.stage.draw();
  }
}
