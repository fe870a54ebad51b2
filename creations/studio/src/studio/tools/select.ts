/** Select and move: click, add, box; drag what is selected. */

import { nudge, setTransforms, transformParts } from "../document/commands";
import { centre, isEmpty } from "../geometry/box";
import {
  compose,
  difference,
  IDENTITY,
  inverse,
  rotation,
  type Transform,
  type Vector,
} from "../geometry/transform";
import { Ghost } from "../view/ghost";
import { _ } from "../words";
import { Carrying } from "./carrying";
import type { ToolHost } from "./host";
import { stepKey, turnKey } from "./keys";
import { CLICK, type Point, type Tool } from "./tool";

type State =
  | { name: "idle" }
  | { name: "pressed"; from: Point; line: string | undefined; grip: Vector | undefined }
  | { name: "boxing"; from: Point }
  | { name: "moving"; carrying: Carrying; lines: string[]; inward: Transform };

export class SelectTool implements Tool {
  readonly name = "select";
  private state: State = { name: "idle" };

  constructor(private readonly host: ToolHost) {}

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
    const touch = this.host.camera.touch(point, true);
    const line = touch?.item.shown.line;
    this.state = { name: "pressed", from: point, line, grip: touch?.point };
    // A finger on what is selected moves it; elsewhere it turns the view.
    return point.touch && line !== undefined && this.host.selection.has(line);
  }

  move(point: Point, pressed: boolean): void {
    const { state } = this;
    if (state.name === "moving") {
      state.carrying.aim(point.x, point.y);
      this.host.page.refreshStatus();
      return;
    }
    if (!pressed) return;
    if (
      state.name === "pressed" &&
      Math.hypot(point.x - state.from.x, point.y - state.from.y) > CLICK
    ) {
      if (state.line !== undefined && (!point.touch || this.host.selection.has(state.line))) {
        if (!this.host.selection.has(state.line))
          this.host.selection.set(
            this.host.selection.withGroups([state.line]),
            point.shift || point.control,
          );
        this.lift(state.grip!);
      } else if (!point.touch) this.state = { name: "boxing", from: state.from };
    }
    if (this.state.name === "boxing") this.host.page.showBox(this.state.from, point);
  }

  private lift(grip: Vector): void {
    const { host } = this;
    const lines = host.selection.free();
    const items = lines.flatMap((line) => host.scene.itemsOf(line));
    if (items.length === 0) return;
    // One part moves in its own turn, so that its connectors are where the rules know them; several in the model's.
    const single = items.length === 1 ? items[0]!.shown.transform : undefined;
    const box = host.scene.boxOf(lines);
    const origin: Transform =
      single ?? ([...centre(box), ...IDENTITY.slice(3)] as unknown as Transform);
    const inward = inverse(origin);
    if (!inward) {
      host.page.say(
        _("This part has no thickness, so it cannot be carried. Type its place instead."),
      );
      return;
    }
    const ghost = new Ghost(
      items.map((item) => ({
        part: item.part,
        colour: item.shown.colour,
        transform: compose(inward, item.shown.transform),
      })),
      host.colours,
    );
    host.scene.lift(lines);
    const carrying = new Carrying(host, ghost, origin);
    carrying.grip = difference(grip, [origin[0], origin[1], origin[2]]);
    this.state = { name: "moving", carrying, lines, inward };
    host.page.refreshStatus();
  }

  up(point: Point): void {
    const { state, host } = this;
    this.state = { name: "idle" };
    if (state.name === "moving") {
      const by = compose(state.carrying.place, state.inward);
      const places = new Map<string, Transform>();
      for (const line of state.lines) {
        const placed = host.scene.placement(line);
        if (placed) places.set(line, compose(by, placed.transform));
      }
      state.carrying.end();
      host.scene.putDown();
      const still = by.every((value, k) => Math.abs(value - IDENTITY[k]!) < 1e-6);
      if (!still) setTransforms(host.store, host.scene.file, places, _("Move"));
    } else if (state.name === "boxing") {
      host.selection.set(
        host.selection.withGroups(host.camera.linesIn(state.from, point)),
        point.shift || point.control,
      );
      host.page.showBox();
    } else if (state.name === "pressed") {
      if (state.line === undefined) {
        if (!point.shift && !point.control) host.selection.set([]);
      } else host.selection.pick(state.line, point.shift || point.control);
    }
    host.page.refreshStatus();
  }

  double(point: Point): void {
    const line = this.host.camera.touch(point)?.item.shown.line;
    if (line !== undefined) this.host.model.enter(line);
  }

  key(event: KeyboardEvent): boolean {
    const { host } = this;
    if (this.state.name === "moving") {
      if (event.key === "Escape") {
        this.end();
        return true;
      }
      const turning = turnKey(event, host.atHand.turnStep);
      if (turning) this.state.carrying.turnBy(...turning);
      return turning !== undefined;
    }
    const free = host.selection.free();
    if (free.length === 0) return false;
    const step = stepKey(event, host);
    if (step) {
      nudge(host.store, host.scene.file, free, step, _("Move"));
      return true;
    }
    const turning = turnKey(event, host.atHand.turnStep);
    if (!turning) return false;
    const box = host.scene.boxOf(free);
    const only = free.length === 1 ? host.scene.placement(free[0]!) : undefined;
    const about: Vector = only
      ? [only.transform[0], only.transform[1], only.transform[2]]
      : isEmpty(box)
        ? [0, 0, 0]
        : (centre(box).map(Math.round) as unknown as Vector);
    transformParts(
      host.store,
      host.scene.file,
      free,
      rotation(turning[0], turning[1], about),
      _("Turn"),
    );
    return true;
  }

  end(): void {
    if (this.state.name === "moving") {
      this.state.carrying.end();
      this.host.scene.putDown();
    }
    this.host.page.showBox();
    this.state = { name: "idle" };
  }
}
