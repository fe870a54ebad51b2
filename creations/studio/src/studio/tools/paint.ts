/** Paint parts in the colour at hand, one click each. */

import { recolour } from "../document/commands";
import type { Studio } from "../studio_app";
import { _ } from "../words";
import { Clicks, type Point, type Tool } from "./tool";

export class PaintTool implements Tool {
  readonly name = "paint";
  private readonly clicks = new Clicks();

  constructor(private readonly studio: Studio) {}

  get hint(): string {
    return _("Click parts to paint them in %(colour)s.", {
      colour: this.studio.colours.get(this.studio.colour).name,
    });
  }

  down(point: Point): boolean {
    return this.clicks.down(point);
  }

  up(point: Point): void {
    if (!this.clicks.up(point)) return;
    const { studio } = this;
    const line = studio.touch(point, true)?.item.shown.line;
    if (line !== undefined)
      recolour(studio.store, studio.scene.file, [line], studio.colour, _("Colour"));
  }

  end(): void {
    // Each click is done at once: there is nothing half done to take back.
  }
}
