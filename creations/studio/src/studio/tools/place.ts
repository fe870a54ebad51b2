/** Place parts: a ghost follows the pointer, a click puts it there, and the next one is at hand. */

import { addParts } from "../document/commands";
import { compose, IDENTITY, type Transform, tidy } from "../geometry/transform";
import { Ghost } from "../view/ghost";
import { _ } from "../words";
import { Carrying } from "./carrying";
import type { ToolHost } from "./host";
import { stepKey, turnKey } from "./keys";
import type { Load } from "./load";
import { CLICK, type Point, type Tool } from "./tool";

export class PlaceTool implements Tool {
  readonly name = "place";
  readonly carrying: Carrying;
  private from: Point | undefined;
  private byKeys = false;
  private aimed = false;

  constructor(
    private readonly host: ToolHost,
    private readonly load: Load,
    private readonly once = false,
    start: Transform = IDENTITY,
  ) {
    this.carrying = new Carrying(host, new Ghost(load.shown, host.colours), start);
  }

  get hint(): string {
    return this.byKeys
      ? _(
          "Arrows move, Page Up and Page Down lift and lower, A and D turn, Enter places, Escape ends.",
        )
      : _("Click to place, A and D turn, W and S tip, Escape ends.");
  }

  /** Begin where the keyboard can go on: on top of what is chosen, or in the middle. */
  beginByKeys(): void {
    this.byKeys = true;
    this.rest();
  }

  private rest(): void {
    const { scene, selection } = this.host;
    const ghost = this.carrying.ghost;
    const box = ghost.box(ghost.place);
    const base = scene.boxOf(selection);
    const isFree = base.low[0] > base.high[0];
    const x = isFree ? 0 : (base.low[0] + base.high[0]) / 2 - (box.low[0] + box.high[0]) / 2;
    const z = isFree ? 0 : (base.low[2] + base.high[2]) / 2 - (box.low[2] + box.high[2]) / 2;
    const y = (isFree ? scene.floor : base.low[1]) - box.high[1];
    const place = [x, y, z, ...ghost.place.slice(3)] as unknown as Transform;
    ghost.moveTo(place);
    this.carrying.turnBy([0, 1, 0], 0);
  }

  down(point: Point): boolean {
    this.from = point;
    this.byKeys = false;
    if (point.touch) this.carrying.aim(point.x, point.y);
    return point.touch;
  }

  move(point: Point, pressed: boolean): void {
    if (pressed && this.from && !point.touch) return; // the camera may be turning
    this.byKeys = false;
    this.aimed = true;
    this.carrying.aim(point.x, point.y);
    this.host.page.refreshStatus();
  }

  up(point: Point): void {
    const from = this.from;
    this.from = undefined;
    if (!from) return;
    if (!point.touch && Math.hypot(point.x - from.x, point.y - from.y) > CLICK) return;
    if (!this.aimed || point.touch) this.carrying.aim(point.x, point.y);
    this.place();
  }

  /** Put the load where the ghost is. */
  place(): void {
    const { host, load, carrying } = this;
    const place = carrying.place;
    const lines = load.lines.map((line) => ({
      ...line,
      transform: tidy(compose(place, line.transform)),
    }));
    const ids = addParts(host.store, host.scene.file, lines, load.label, host.model.step);
    const [first] = load.shown;
    if (first) host.shelf.noteUsed(first.part.id, host.atHand.colour);
    if (this.once) {
      host.putToolAway();
      host.selection.set(ids);
      return;
    }
    host.selection.set(ids);
    if (this.byKeys) this.rest();
    else carrying.turnBy([0, 1, 0], 0);
  }

  key(event: KeyboardEvent): boolean {
    if (event.key === "Enter") {
      if (event.repeat) return true;
      this.place();
      return true;
    }
    const turning = turnKey(event, this.host.atHand.turnStep);
    if (turning) {
      this.carrying.turnBy(...turning);
      return true;
    }
    const step = stepKey(event, this.host);
    if (!step) return false;
    this.byKeys = true;
    this.carrying.step(step);
    this.host.page.refreshStatus();
    return true;
  }

  end(): void {
    this.carrying.end();
  }
}
