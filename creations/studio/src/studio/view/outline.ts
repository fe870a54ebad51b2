/** Lines along the edges of what is selected. */

import { BufferAttribute, BufferGeometry, EdgesGeometry, Group, LineBasicMaterial, LineSegments } from "three";
import type { Shaded } from "../../core/normals";
import { toMatrix } from "../parts/solids";
import { ROOT, type Item } from "./model_scene";

/** More outlines than this say no more than the tint does, and cost. */
const MAX_OUTLINED = 250;
const EDGE_DEGREES = 32;

export class Outline {
  readonly group = new Group();
  private readonly edges = new WeakMap<Shaded, BufferGeometry>();
  private readonly front = new LineBasicMaterial({ color: 0xd8481f, toneMapped: false });
  private readonly through = new LineBasicMaterial({ color: 0xd8481f, depthTest: false, transparent: true, opacity: 0.22, toneMapped: false });

  constructor() {
    this.group.matrixAutoUpdate = false;
    this.group.matrix.copy(ROOT);
  }

  show(items: Item[]): void {
    this.group.clear();
    if (items.length > MAX_OUTLINED) return;
    for (const item of items) {
      for (const { solid } of item.part.surfaces) {
        const geometry = this.edgesOf(solid.mesh);
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

  private edgesOf(mesh: Shaded): BufferGeometry {
    let found = this.edges.get(mesh);
    if (!found) {
      const plain = new BufferGeometry();
      plain.setAttribute("position", new BufferAttribute(mesh.positions, 3));
      plain.setIndex(new BufferAttribute(mesh.indices, 1));
      found = new EdgesGeometry(plain, EDGE_DEGREES);
      this.edges.set(mesh, found);
    }
    return found;
  }
}
