/** Lines along the edges of what is selected. */

import { Group, LineBasicMaterial, LineSegments } from "three";
import { edgesOf } from "../../core/edges";
import { toMatrix } from "../parts/solids";
import type { Item } from "./item";
import { ROOT } from "./root";

/** More outlines than this say no more than the tint does, and cost. */
const MAX_OUTLINED = 250;

export class Outline {
  readonly group = new Group();
  private readonly front = new LineBasicMaterial({ color: 0xd8481f, toneMapped: false });
  private readonly through = new LineBasicMaterial({
    color: 0xd8481f,
    depthTest: false,
    transparent: true,
    opacity: 0.22,
    toneMapped: false,
  });

  constructor() {
    this.group.matrixAutoUpdate = false;
    this.group.matrix.copy(ROOT);
  }

  show(items: Item[]): void {
    this.group.clear();
    if (items.length > MAX_OUTLINED) return;
    for (const item of items) {
      for (const { solid } of item.part.surfaces) {
        const geometry = edgesOf(solid.mesh);
        for (const material of [this.front, this.through]) {
          const lines = new LineSegments(geometry, material);
          lines.matrixAutoUpdate = false;
          toMatrix(item.shown.transform, lines.matrix);
          lines.frustumCulled = false;
          lines.renderOrder = 5;
          this.group.add(lines);
        }
      }
    }
  }
}
