/** Many copies of few meshes in a handful of draw calls: one growing batch for each kind of material. */

import {
  BatchedMesh,
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  Group,
  LinearSRGBColorSpace,
  MeshStandardMaterial,
  type Matrix4,
} from "three";
import type { Shaded } from "./normals";

export type Kind = "solid" | "metal" | "clear";

/** Linear light from 0 to 1, and what the surface is like. */
export interface Finish {
  rgb: readonly [number, number, number];
  alpha: number;
  metalness: number;
}

export interface Copy {
  kind: Kind;
  id: number;
}

const MATERIALS: Record<Kind, () => MeshStandardMaterial> = {
  solid: () => new MeshStandardMaterial({ roughness: 0.38, metalness: 0 }),
  metal: () => new MeshStandardMaterial({ roughness: 0.3, metalness: 0.8 }),
  clear: () =>
    new MeshStandardMaterial({ roughness: 0.12, metalness: 0, transparent: true, opacity: 0.52, side: DoubleSide, depthWrite: false }),
};

export function kindOf(finish: Finish): Kind {
  if (finish.alpha < 0.95) return "clear";
  return finish.metalness > 0.4 ? "metal" : "solid";
}

interface Batch {
  mesh: BatchedMesh;
  geometries: Map<Shaded, number>;
  vertices: number;
  indices: number;
  copies: number;
}

export class Batches {
  readonly group = new Group();
  private readonly batches = new Map<Kind, Batch>();
  private readonly colour = new Color();

  constructor(private readonly room = { copies: 64, vertices: 20_000 }) {
    this.group.matrixAutoUpdate = false;
  }

  /** Make room at once for what is about to come: growing copies everything. */
  reserve(kind: Kind, copies: number, meshes: Iterable<Shaded>): void {
    let vertices = 0, indices = 0;
    for (const mesh of meshes) {
      vertices += mesh.positions.length / 3;
      indices += mesh.indices.length;
    }
    this.ensure(this.batch(kind), copies, vertices, indices);
  }

  add(mesh: Shaded, finish: Finish, matrix: Matrix4): Copy {
    const kind = kindOf(finish);
    const batch = this.batch(kind);
    let geometry = batch.geometries.get(mesh);
    if (geometry === undefined) {
      this.ensure(batch, 0, mesh.positions.length / 3, mesh.indices.length);
      geometry = batch.mesh.addGeometry(toGeometry(mesh));
      batch.vertices += mesh.positions.length / 3;
      batch.indices += mesh.indices.length;
      batch.geometries.set(mesh, geometry);
    }
    this.ensure(batch, 1, 0, 0);
    const id = batch.mesh.addInstance(geometry);
    batch.copies++;
    batch.mesh.setMatrixAt(id, matrix);
    batch.mesh.setColorAt(id, this.colour.setRGB(...finish.rgb, LinearSRGBColorSpace));
    return { kind, id };
  }

  remove(copy: Copy): void {
    const batch = this.batches.get(copy.kind)!;
    batch.mesh.deleteInstance(copy.id);
    batch.copies--;
  }

  setMatrix(copy: Copy, matrix: Matrix4): void {
    this.batches.get(copy.kind)!.mesh.setMatrixAt(copy.id, matrix);
  }

  /** Another shade of the same kind of surface. */
  setColour(copy: Copy, rgb: readonly [number, number, number]): void {
    this.batches.get(copy.kind)!.mesh.setColorAt(copy.id, this.colour.setRGB(...rgb, LinearSRGBColorSpace));
  }

  setVisible(copy: Copy, visible: boolean): void {
    this.batches.get(copy.kind)!.mesh.setVisibleAt(copy.id, visible);
  }

  isVisible(copy: Copy): boolean {
    return this.batches.get(copy.kind)!.mesh.getVisibleAt(copy.id);
  }

  meshOf(kind: Kind): BatchedMesh | undefined {
    return this.batches.get(kind)?.mesh;
  }

  dispose(): void {
    for (const { mesh } of this.batches.values()) {
      (mesh.material as MeshStandardMaterial).dispose();
      mesh.dispose();
    }
    this.batches.clear();
    this.group.clear();
  }

  private batch(kind: Kind): Batch {
    let batch = this.batches.get(kind);
    if (!batch) {
      const { copies, vertices } = this.room;
      const mesh = new BatchedMesh(copies, vertices, vertices * 2, MATERIALS[kind]());
      // A model fills the view: culling and sorting a part at a time would cost more than they save.
      mesh.perObjectFrustumCulled = false;
      mesh.sortObjects = kind === "clear";
      mesh.frustumCulled = false;
      batch = { mesh, geometries: new Map(), vertices: 0, indices: 0, copies: 0 };
      this.batches.set(kind, batch);
      this.group.add(mesh);
    }
    return batch;
  }

  private ensure(batch: Batch, copies: number, vertices: number, indices: number): void {
    const { mesh } = batch;
    if (batch.copies + copies > mesh.maxInstanceCount) {
      mesh.setInstanceCount(Math.max(batch.copies + copies, Math.ceil(mesh.maxInstanceCount * 1.6)));
    }
    const short = (wanted: number, unused: number): boolean => wanted > unused;
    if (short(vertices, mesh.unusedVertexCount) || short(indices, mesh.unusedIndexCount)) {
      const grown = (used: number, more: number): number => Math.ceil((used + more) * 1.5) + 1000;
      mesh.setGeometrySize(grown(batch.vertices, vertices), grown(batch.indices, indices));
    }
  }
}

export function toGeometry(mesh: Shaded): BufferGeometry {
  const made = new BufferGeometry();
  made.setAttribute("position", new BufferAttribute(mesh.positions, 3));
  made.setAttribute("normal", new BufferAttribute(mesh.normals, 3));
  made.setIndex(new BufferAttribute(mesh.indices, 1));
  return made;
}
