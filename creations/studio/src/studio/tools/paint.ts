/** Paint parts in the colour at hand, one click each. */

import { recolour } from "../document/commands";
import { _ } from "../words";
import type { ToolHost } from "./host";
import { Clicks, type Point, type Tool } from "./tool";

export class PaintTool implements Tool {
  readonly name = "paint";
  private readonly clicks = new Clicks();

  constructor(private readonly host: ToolHost) {}

  get hint(): string {
    return _("Click parts to paint them in %(colour)s.", {
      colour: this.host.colours.get(this.host.atHand.colour).name,
    });
  }

  down(point: Point): boolean {
    return this.clicks.down(point);
  }

  up(point: Point): void {
    if (!this.clicks.up(point)) return;
    const { host } = this;
    const line = host.camera.touch(point, true)?.item.shown.line;
    if (line !== undefined)
      recolour(host.store, host.scene.file, [line], host.atHand.colour, _("Colour"));
  }

  end(): void {
    // Each click is done at once: there is nothing half done to take back.
  }
}
