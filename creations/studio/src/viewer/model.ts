/** A scene pack as three.js objects: a handful of batches, whatever the number of parts. */

import {
  BatchedMesh,
  Box3,
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  Group,
  LinearSRGBColorSpace,
  Matrix4,
  MeshStandardMaterial,
  Vector3,
} from "three";
import type { Look, Lot, Pack } from "./pack";
import type { Shaded } from "./normals";

type Kind = "solid" | "metal" | "clear";

/** One part where it stands. */
export interface Placed {
  lot: Lot;
  step: number;
  batch: BatchedMesh;
  id: number;
  home: Matrix4;
  centre: Vector3;
  hidden: boolean;
}

const MATERIALS: Record<Kind, () => MeshStandardMaterial> = {
  solid: () => new MeshStandardMaterial({ roughness: 0.38, metalness: 0 }),
  metal: () => new MeshStandardMaterial({ roughness: 0.3, metalness: 0.8 }),
  clear: () =>
    new MeshStandardMaterial({ roughness: 0.12, metalness: 0, transparent: true, opacity: 0.52, side: DoubleSide, depthWrite: false }),
};

export class Model {
  readonly group = new Group();
  readonly placed: Placed[] = [];
  readonly box = new Box3();
  readonly steps: number;
  private readonly matrix = new Matrix4();

  constructor(pack: Pack, meshes: Shaded[]) {
    this.steps = pack.steps;
    this.group.matrixAutoUpdate = false;
    this.group.matrix.copy(pack.root);
    const byKind = new Map<Kind, Lot[]>();
    for (const lot of pack.lots) {
      const kind = kindOf(lot.look);
      byKind.set(kind, [...(byKind.get(kind) ?? []), lot]);
    }
    for (const [kind, lots] of byKind) this.addBatch(kind, lots, meshes);
  }

  private addBatch(kind: Kind, lots: Lot[], meshes: Shaded[]): void {
    const frames = [...new Set(lots.map((lot) => lot.frame))];
    const sum = (count: (mesh: Shaded) => number) => frames.reduce((total, frame) => total + count(meshes[frame]!), 0);
    const instances = lots.reduce((total, lot) => total + lot.matrices.length, 0);
    const batch = new BatchedMesh(instances, sum((m) => m.positions.length / 3), sum((m) => m.indices.length), MATERIALS[kind]());
    // A model fills the view: culling and sorting a part at a time would cost more than they save.
    batch.perObjectFrustumCulled = false;
    batch.sortObjects = kind === "clear";
    batch.frustumCulled = false;
    const geometries = new Map(frames.map((frame) => [frame, geometry(meshes[frame]!)]));
    const ids = new Map([...geometries].map(([frame, made]) => [frame, batch.addGeometry(made)]));
    const colour = new Color();
    const root = this.group.matrix;
    for (const lot of lots) {
      const box = geometries.get(lot.frame)!.boundingBox!;
      colour.setRGB(...lot.look.rgb, LinearSRGBColorSpace);
      lot.matrices.forEach((home, k) => {
        const id = batch.addInstance(ids.get(lot.frame)!);
        batch.setMatrixAt(id, home);
        batch.setColorAt(id, colour);
        const placedBox = box.clone().applyMatrix4(home);
        this.box.union(placedBox.clone().applyMatrix4(root));
        this.placed.push({ lot, step: lot.steps[k] ?? 0, batch, id, home, centre: placedBox.getCenter(new Vector3()), hidden: false });
      });
    }
    for (const made of geometries.values()) made.dispose();
    this.group.add(batch);
  }

  /** Show what is built up to and with a step, counted from 1; hidden parts stay hidden. */
  showStep(step: number): void {
    for (const part of this.placed) part.batch.setVisibleAt(part.id, part.step < step && !part.hidden);
  }

  /** Move every part away from the middle; 0 is as built. */
  explode(amount: number): void {
    const middle = new Vector3();
    for (const part of this.placed) middle.add(part.centre);
    middle.divideScalar(Math.max(1, this.placed.length));
    for (const part of this.placed) {
      const away = part.centre.clone().sub(middle).multiplyScalar(amount);
      this.matrix.makeTranslation(away.x, away.y, away.z).multiply(part.home);
      part.batch.setMatrixAt(part.id, this.matrix);
    }
  }

  find(batch: unknown, id: number): Placed | undefined {
    return this.placed.find((part) => part.batch === batch && part.id === id);
  }

  paint(part: Placed, rgb: [number, number, number] | null): void {
    part.batch.setColorAt(part.id, new Color().setRGB(...(rgb ?? part.lot.look.rgb), LinearSRGBColorSpace));
  }

  dispose(): void {
    for (const batch of this.group.children) {
      if (batch instanceof BatchedMesh) {
        (batch.material as MeshStandardMaterial).dispose();
        batch.dispose();
      }
    }
  }
}

function kindOf(look: Look): Kind {
  if (look.alpha < 0.95) return "clear";
  return look.metalness > 0.4 ? "metal" : "solid";
}

function geometry(mesh: Shaded): BufferGeometry {
  const made = new BufferGeometry();
  made.setAttribute("position", new BufferAttribute(mesh.positions, 3));
  made.setAttribute("normal", new BufferAttribute(mesh.normals, 3));
  made.setIndex(new BufferAttribute(mesh.indices, 1));
  made.computeBoundingBox();
  return made;
}
