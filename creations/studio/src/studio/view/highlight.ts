/** How chosen lines are shown: their outlines, and a tint. */

import type { Stage } from "../../core/stage";
import type { ModelScene } from "./model_scene";
import { Outline } from "./outline";

const ACCENT = [0.85, 0.2, 0.05] as const;

export class Highlight {
  private readonly outline = new Outline();

  constructor(
    private readonly stage: Stage,
    private readonly scene: ModelScene,
  ) {
    stage.scene.add(this.outline.group);
  }

  show(lines: Iterable<string>): void {
    const wanted = [...lines];
    const items = wanted.flatMap((line) => this.scene.itemsOf(line));
    this.outline.show(items.filter((item) => this.scene.isVisible(item.shown.line)));
    this.scene.tint(new Map(wanted.map((line) => [line, ACCENT])));
    this.stage.draw();
  }
}
