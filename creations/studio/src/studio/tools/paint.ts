/** Paint parts in the colour at hand, one click each. */

import { recolour } from "../document/commands";
import type { Studio } from "../studio_app";
import { _ } from "../words";
import { CLICK, type Point, type Tool } from "./tool";

export class PaintTool implements Tool {
  readonly name = "paint";
  private from: Point | undefined;

  constructor(private readonly studio: Studio) {}

  get hint(): string {
    return _("Click parts to paint them in %(colour)s.", { colour: this.studio.colours.get(this.studio.colour).name });
  }

  down(point: Point): boolean {
    this.from = point;
    return false;
  }

  up(point: Point): void {
    const from = this.from;
    this.from = undefined;
    if (!from || Math.hypot(point.x - from.x, point.y - from.y) > CLICK) return;
    const { studio } = this;
    const line = studio.touch(point, true)?.item.shown.line;
    if (line !== undefined) recolour(studio.store, studio.scene.file, [line], studio.colour, _("Colour"));
  }

  end(): void {}
}
