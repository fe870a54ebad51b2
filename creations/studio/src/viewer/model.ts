/** A scene pack as three.js objects: a handful of batches, whatever the number of parts. */

import { Box3, BufferAttribute, Matrix4, Vector3 } from "three";
import { Batches, type Copy, type Kind, kindOf } from "../core/batches";
import type { Detailed } from "../core/detail";
import type { Shaded } from "../core/normals";
import type { Lot, Pack } from "./pack";

/** One part where it stands. */
export interface Placed {
  lot: Lot;
  step: number;
  copy: Copy;
  home: Matrix4;
  centre: Vector3;
  hidden: boolean;
}

export class Model {
  readonly placed: Placed[] = [];
  readonly box = new Box3();
  readonly steps: number;
  private readonly batches = new Batches({ copies: 1, vertices: 1 });
  private readonly matrix = new Matrix4();
  private readonly boxes: Box3[];

  constructor(
    pack: Pack,
    readonly meshes: Detailed[],
  ) {
    this.steps = pack.steps;
    this.group.matrix.copy(pack.root);
    this.reserve(pack, meshes);
    this.boxes = meshes.map(({ finest }) => boxOf(finest));
    for (const lot of pack.lots) {
      const mesh = meshes[lot.frame]!;
      lot.matrices.forEach((home, k) => {
        const box = this.boxes[lot.frame]!.clone().applyMatrix4(home);
        const centre = box.getCenter(new Vector3());
        this.box.union(box.applyMatrix4(pack.root));
        this.placed.push({
          lot,
          step: lot.steps[k] ?? 0,
          copy: this.batches.add(mesh, lot.look, home),
          home,
          centre,
          hidden: false,
        });
      });
    }
  }

  get group() {
    return this.batches.group;
  }

  private reserve(pack: Pack, meshes: Detailed[]): void {
    const kinds = new Map<Kind, { copies: number; frames: Set<number> }>();
    for (const lot of pack.lots) {
      const kind = kindOf(lot.look);
      const found = kinds.get(kind) ?? { copies: 0, frames: new Set() };
      kinds.set(kind, found);
      found.copies += lot.matrices.length;
      found.frames.add(lot.frame);
    }
    for (const [kind, { copies, frames }] of kinds)
      this.batches.reserve(
        kind,
        copies,
        [...frames].map((frame) => meshes[frame]!),
      );
  }

  /** Show what the steps from `first` to `last` add, counted from 0; hidden parts stay hidden. */
  showSteps(first: number, last: number): void {
    for (const part of this.placed)
      this.setVisible(part, part.step >= first && part.step <= last && !part.hidden);
  }

  /** Where a part stands, in the scene. */
  boxOf(part: Placed): Box3 {
    return this.boxes[part.lot.frame]!.clone()
      .applyMatrix4(part.home)
      .applyMatrix4(this.group.matrix);
  }

  setVisible(part: Placed, visible: boolean): void {
    this.batches.setVisible(part.copy, visible);
  }

  /** Move every part away from the middle; 0 is as built. */
  explode(amount: number): void {
    const middle = new Vector3();
    for (const part of this.placed) middle.add(part.centre);
    middle.divideScalar(Math.max(1, this.placed.length));
    for (const part of this.placed) {
      const away = part.centre.clone().sub(middle).multiplyScalar(amount);
      this.matrix.makeTranslation(away.x, away.y, away.z).multiply(part.home);
      this.batches.setMatrix(part.copy, this.matrix);
    }
  }

  find(batch: unknown, id: number): Placed | undefined {
    return this.placed.find(
      (part) => part.copy.id === id && this.batches.meshOf(part.copy.kind) === batch,
    );
  }

  paint(part: Placed, rgb: readonly [number, number, number] | null): void {
    this.batches.setColour(part.copy, rgb ?? part.lot.look.rgb);
  }

  dispose(): void {
    this.batches.dispose();
  }
}

function boxOf(mesh: Shaded): Box3 {
  return new Box3().setFromBufferAttribute(new BufferAttribute(mesh.positions, 3));
}
