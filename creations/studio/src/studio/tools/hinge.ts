/** Turn a part, and all that hangs on it, about what connects it: a hinge, an axle, a clip, a ball, a stud. */

import { setTransforms } from "../document/commands";
import {
  compose,
  cross,
  difference,
  rotation,
  size,
  type Transform,
  type Vector,
} from "../geometry/transform";
import { type Connection, connectionsOf, hangingTogether } from "../parts/connections";
import { type Connector, joint } from "../parts/connectors";
import { _ } from "../words";
import type { ToolHost } from "./host";
import { Clicks, type Point, type Tool } from "./tool";

export class HingeTool implements Tool {
  readonly name = "hinge";
  /** The connection it turns about. */
  connection: Connection | undefined;
  private lines: string[] = [];
  private readonly clicks = new Clicks();

  constructor(private readonly host: ToolHost) {}

  get hint(): string {
    return this.connection
      ? _("A and D turn about the joint; or type the angle.")
      : _("Click a part near the hinge, axle, clip or stud it should turn about.");
  }

  down(point: Point): boolean {
    return this.clicks.down(point);
  }

  up(point: Point): void {
    if (!this.clicks.up(point)) return;
    const touch = this.host.camera.touch(point, true);
    if (touch) this.choose(touch.item.owner, touch.point);
    else this.connection = undefined;
    this.host.page.refresh();
  }

  /** Take the joint of a part that is nearest to a point. */
  choose(owner: number, near: Vector): void {
    const { scene } = this.host;
    const all = connectionsOf(scene.connectors, owner).filter(
      ({ own, target }) => joint(own.type, target.type) !== "fixed",
    );
    // A part that several studs hold cannot turn about one of them: prefer partners that hold it along a single line.
    const lines = new Map<number, Connector[]>();
    for (const { other, own } of all) {
      const known = lines.get(other) ?? [];
      lines.set(other, known);
      if (!known.some((one) => isInLine(one, own))) known.push(own);
    }
    const rank = (connection: Connection): number =>
      size(difference(connection.own.at, near)) + 40 * (lines.get(connection.other)!.length - 1);
    this.connection = all.sort((a, b) => rank(a) - rank(b))[0];
    const found = this.connection;
    if (!found) {
      this.host.page.say(_("Nothing holds this part, so there is nothing to turn it about."));
      return;
    }
    const chosen = scene.items.get(owner)!.shown.line;
    const mates = (one: number): number[] =>
      scene.itemsOf(scene.items.get(one)!.shown.line).map((item) => item.owner);
    const cut = (a: number, b: number): boolean =>
      (a === found.owner && b === found.other) || (a === found.other && b === found.owner);
    const hanging = hangingTogether(scene.connectors, [owner], mates, cut);
    // In a closed ring everything hangs on everything: then the part turns alone.
    const turned = hanging.has(found.other)
      ? [chosen]
      : [...new Set([...hanging].map((one) => scene.items.get(one)!.shown.line))];
    this.lines = turned.filter((one) => one !== "" && !scene.isLocked(one));
    this.host.selection.set(this.lines);
  }

  turn(degrees: number): void {
    const { connection, host } = this;
    if (!connection || !degrees) return;
    const by = rotation(connection.target.axis, degrees, connection.target.at);
    const places = new Map<string, Transform>();
    for (const line of this.lines) {
      const placed = host.scene.placement(line);
      if (placed) places.set(line, compose(by, placed.transform));
    }
    setTransforms(host.store, host.scene.file, places, _("Turn about a joint"));
  }

  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const key = event.key.toLowerCase();
    if (key !== "a" && key !== "d") return false;
    this.turn(key === "a" ? this.host.atHand.turnStep : -this.host.atHand.turnStep);
    return true;
  }

  end(): void {
    this.connection = undefined;
  }
}

/** Whether two connectors lie on one line and look along it. */
function isInLine(a: Connector, b: Connector): boolean {
  return size(cross(a.axis, b.axis)) < 0.02 && size(cross(difference(b.at, a.at), a.axis)) < 0.5;
}
