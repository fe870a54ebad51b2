/** Select and move: click, add, box; drag what is selected. */

import { nudge, setTransforms, transformParts } from "../document/commands";
import { centre, isEmpty } from "../geometry/box";
import {
  compose,
  difference,
  IDENTITY,
  invert,
  rotation,
  type Transform,
  type Vector,
} from "../geometry/transform";
import type { Studio } from "../studio_app";
import { Ghost } from "../view/ghost";
import { _ } from "../words";
import { Carrying } from "./carrying";
import { stepKey, turnKey } from "./keys";
import { CLICK, type Point, type Tool } from "./tool";

type State =
  | { name: "idle" }
  | { name: "pressed"; from: Point; line: string | undefined; grip: Vector | undefined }
  | { name: "boxing"; from: Point }
  | { name: "moving"; carrying: Carrying; lines: string[]; origin: Transform };

export class SelectTool implements Tool {
  readonly name = "select";
  private state: State = { name: "idle" };

  constructor(private readonly studio: Studio) {}

  get hint(): string {
    return this.state.name === "moving"
      ? _("Let go to put it there; A and D turn, Escape takes it back.")
      : _(
          "Click selects, dragging moves, dragging beside it draws a box. The right button turns the view.",
        );
  }

  get carrying(): Carrying | undefined {
    return this.state.name === "moving" ? this.state.carrying : undefined;
  }

  down(point: Point): boolean {
    const touch = this.studio.touch(point, true);
    const line = touch?.item.shown.line;
    this.state = { name: "pressed", from: point, line, grip: touch?.point };
    // A finger on what is selected moves it; elsewhere it turns the view.
    return point.touch && line !== undefined && this.studio.selection.has(line);
  }

  move(point: Point, pressed: boolean): void {
    const { state } = this;
    if (state.name === "moving") {
      state.carrying.aim(point.x, point.y);
      this.studio.refreshStatus();
      return;
    }
    if (!pressed) return;
    if (
      state.name === "pressed" &&
      Math.hypot(point.x - state.from.x, point.y - state.from.y) > CLICK
    ) {
      if (state.line !== undefined && (!point.touch || this.studio.selection.has(state.line))) {
        if (!this.studio.selection.has(state.line))
          this.studio.select(this.studio.withGroup([state.line]), point.shift || point.control);
        this.lift(state.grip!);
      } else if (!point.touch) this.state = { name: "boxing", from: state.from };
    }
    if (this.state.name === "boxing") this.studio.showBox(this.state.from, point);
  }

  private lift(grip: Vector): void {
    const { studio } = this;
    const lines = [...studio.selection].filter(
      (line) => !studio.store.locked.has(`${studio.scene.file}/${line}`),
    );
    const items = lines.flatMap((line) => studio.scene.itemsOf(line));
    if (items.length === 0) return;
    // One part moves in its own turn, so that its connectors are where the rules know them; several in the model's.
    const single = items.length === 1 ? items[0]!.shown.transform : undefined;
    const box = studio.scene.boxOf(lines);
    const origin: Transform =
      single ?? ([...centre(box), ...IDENTITY.slice(3)] as unknown as Transform);
    let inward: Transform;
    try {
      inward = invert(origin);
    } catch {
      return;
    }
    const ghost = new Ghost(
      items.map((item) => ({
        part: item.part,
        colour: item.shown.colour,
        transform: compose(inward, item.shown.transform),
      })),
      studio.colours,
    );
    studio.scene.lift(lines);
    const carrying = new Carrying(studio, ghost, origin);
    carrying.grip = difference(grip, [origin[0], origin[1], origin[2]]);
    this.state = { name: "moving", carrying, lines, origin };
    studio.refreshStatus();
  }

  up(point: Point): void {
    const { state, studio } = this;
    this.state = { name: "idle" };
    if (state.name === "moving") {
      const by = compose(state.carrying.place, invert(state.origin));
      const places = new Map<string, Transform>();
      for (const line of state.lines) {
        const placed = studio.placement(line);
        if (placed) places.set(line, compose(by, placed.transform));
      }
      state.carrying.end();
      studio.scene.putDown();
      const still = by.every((value, k) => Math.abs(value - IDENTITY[k]!) < 1e-6);
      if (!still) setTransforms(studio.store, studio.scene.file, places, _("Move"));
    } else if (state.name === "boxing") {
      studio.selectInBox(state.from, point, point.shift || point.control);
      studio.showBox();
    } else if (state.name === "pressed") {
      if (state.line === undefined) {
        if (!point.shift && !point.control) studio.select([]);
      } else studio.pick(state.line, point.shift || point.control);
    }
    studio.refreshStatus();
  }

  double(point: Point): void {
    const line = this.studio.touch(point)?.item.shown.line;
    if (line !== undefined) this.studio.enter(line);
  }

  key(event: KeyboardEvent): boolean {
    const { studio } = this;
    if (this.state.name === "moving") {
      if (event.key === "Escape") {
        this.end();
        return true;
      }
      const turning = turnKey(event, studio.turnStep);
      if (turning) this.state.carrying.turnBy(...turning);
      return turning !== undefined;
    }
    const free = studio.free();
    if (free.length === 0) return false;
    const step = stepKey(event, studio);
    if (step) {
      nudge(studio.store, studio.scene.file, free, step, _("Move"));
      return true;
    }
    const turning = turnKey(event, studio.turnStep);
    if (!turning) return false;
    const box = studio.scene.boxOf(free);
    const only = free.length === 1 ? studio.placement(free[0]!) : undefined;
    const about: Vector = only
      ? [only.transform[0], only.transform[1], only.transform[2]]
      : isEmpty(box)
        ? [0, 0, 0]
        : (centre(box).map(Math.round) as unknown as Vector);
    transformParts(
      studio.store,
      studio.scene.file,
      free,
      rotation(turning[0], turning[1], about),
      _("Turn"),
    );
    return true;
  }

  end(): void {
    if (this.state.name === "moving") {
      this.state.carrying.end();
      this.studio.scene.putDown();
    }
    this.studio.showBox();
    this.state = { name: "idle" };
  }
}
