/** Many copies of few meshes in a handful of draw calls: one growing batch for each kind of material.
 *
 * Before each picture every copy takes the coarsest level of its mesh that is off by less than a pixel where it stands: ten
 * thousand parts seen whole are a twentieth of their triangles.
 */

import {
  BatchedMesh,
  BufferAttribute,
  BufferGeometry,
  type Camera,
  Color,
  DoubleSide,
  Group,
  LinearSRGBColorSpace,
  type Matrix4,
  MeshStandardMaterial,
  OrthographicCamera,
  type PerspectiveCamera,
  Vector2,
  Vector3,
  type WebGLRenderer,
} from "three";
import type { Detailed } from "./detail";
import type { Shaded } from "./normals";

/** How a batch is drawn: parts of one kind share a material. */
export type Kind = "solid" | "metal" | "clear";

/** Linear light from 0 to 1, and what the surface is like. */
export interface Finish {
  rgb: readonly [number, number, number];
  alpha: number;
  metalness: number;
}

/** One mesh placed once; `id` is its number within the batches of its kind. */
export interface Copy {
  kind: Kind;
  id: number;
}

const MATERIALS: Record<Kind, () => MeshStandardMaterial> = {
  solid: () => new MeshStandardMaterial({ roughness: 0.38, metalness: 0 }),
  metal: () => new MeshStandardMaterial({ roughness: 0.3, metalness: 0.8 }),
  clear: () =>
    new MeshStandardMaterial({
      roughness: 0.12,
      metalness: 0,
      transparent: true,
      opacity: 0.52,
      side: DoubleSide,
      depthWrite: false,
    }),
};

/** How a finish is drawn: clear below an alpha of 0.95, metal above a metalness of 0.4. */
export function kindOf(finish: Finish): Kind {
  if (finish.alpha < 0.95) return "clear";
  return finish.metalness > 0.4 ? "metal" : "solid";
}

/** Pixels a level may be off, and how many where no graphics card draws: such a stage does without smooth edges too. */
const TOLERANCE = 0.8;
const ROUGH_TOLERANCE = 1.6;

/** A mesh in a batch: the geometries of its levels, the finest first, and how large it is. */
interface Entry {
  mesh: Detailed;
  ids: number[];
  centre: Vector3;
  radius: number;
}

interface Batch {
  mesh: BatchedMesh;
  entries: Map<Detailed, Entry>;
  geometries: Map<Shaded, number>;
  vertices: number;
  indices: number;
  copies: number;
  /** By the copy's id: what it shows, at which level, and five numbers: the sphere it lies in and its scale. */
  shown: (Entry | undefined)[];
  levels: Uint8Array;
  spheres: Float32Array;
}

export class Batches {
  readonly group = new Group();
  private readonly batches = new Map<Kind, Batch>();
  private readonly colour = new Color();
  private readonly size = new Vector2();
  private readonly eye = new Vector3();
  private tolerance: number | undefined;

  constructor(private readonly room = { copies: 64, vertices: 20_000 }) {
    this.group.matrixAutoUpdate = false;
  }

  /** Make room at once for what is about to come: growing copies everything. */
  reserve(kind: Kind, copies: number, meshes: Iterable<Detailed>): void {
    let vertices = 0,
      indices = 0;
    for (const { levels } of meshes) {
      for (const level of levels) {
        vertices += level.positions.length / 3;
        indices += level.indices.length;
      }
    }
    this.ensure(this.batch(kind), copies, vertices, indices);
  }

  add(mesh: Detailed, finish: Finish, matrix: Matrix4): Copy {
    const kind = kindOf(finish);
    const batch = this.batch(kind);
    let entry = batch.entries.get(mesh);
    if (!entry) {
      const { centre, radius } = sphereOf(mesh.finest);
      entry = {
        mesh,
        ids: mesh.levels.map((level) => this.addLevel(batch, level)),
        centre,
        radius,
      };
      batch.entries.set(mesh, entry);
    }
    this.ensure(batch, 1, 0, 0);
    const id = batch.mesh.addInstance(entry.ids[0]!);
    batch.copies++;
    batch.shown[id] = entry;
    batch.levels[id] = 0;
    this.setMatrix({ kind, id }, matrix);
    batch.mesh.setColorAt(id, this.colour.setRGB(...finish.rgb, LinearSRGBColorSpace));
    return { kind, id };
  }

  remove(copy: Copy): void {
    const batch = this.batches.get(copy.kind)!;
    batch.mesh.deleteInstance(copy.id);
    batch.shown[copy.id] = undefined;
    batch.copies--;
  }

  setMatrix(copy: Copy, matrix: Matrix4): void {
    const { mesh, shown, spheres } = this.batches.get(copy.kind)!;
    mesh.setMatrixAt(copy.id, matrix);
    const { centre, radius } = shown[copy.id]!;
    const scale = matrix.getMaxScaleOnAxis();
    this.eye
      .copy(centre)
      .applyMatrix4(matrix)
      .toArray(spheres, 5 * copy.id);
    spheres[5 * copy.id + 3] = radius * scale;
    spheres[5 * copy.id + 4] = scale;
  }

  /** Another shade of the same kind of surface. */
  setColour(copy: Copy, rgb: readonly [number, number, number]): void {
    this.batches
      .get(copy.kind)!
      .mesh.setColorAt(copy.id, this.colour.setRGB(...rgb, LinearSRGBColorSpace));
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
      const made: Batch = {
        mesh,
        entries: new Map(),
        geometries: new Map(),
        vertices: 0,
        indices: 0,
        copies: 0,
        shown: [],
        levels: new Uint8Array(copies),
        spheres: new Float32Array(5 * copies),
      };
      batch = made;
      const prepare = mesh.onBeforeRender;
      mesh.onBeforeRender = (renderer, scene, camera, ...rest) => {
        this.chooseLevels(made, renderer, camera);
        prepare.call(mesh, renderer, scene, camera, ...rest);
      };
      this.batches.set(kind, batch);
      this.group.add(mesh);
    }
    return batch;
  }

  private chooseLevels(batch: Batch, renderer: WebGLRenderer, camera: Camera): void {
    const height = renderer.getDrawingBufferSize(this.size).y;
    this.tolerance ??= renderer.getContextAttributes()?.antialias ? TOLERANCE : ROUGH_TOLERANCE;
    const flat = camera instanceof OrthographicCamera;
    // Pixels an LDU takes: everywhere alike, or at a distance of one LDU.
    const eye = batch.mesh.worldToLocal(this.eye.setFromMatrixPosition(camera.matrixWorld));
    const pixels = flat
      ? (height * camera.zoom * batch.mesh.matrixWorld.getMaxScaleOnAxis()) /
        (camera.top - camera.bottom)
      : (height / 2) * (camera as PerspectiveCamera).projectionMatrix.elements[5]!;
    const { shown, levels, spheres, mesh } = batch;
    for (let id = 0; id < shown.length; id++) {
      const entry = shown[id];
      if (!entry || entry.ids.length === 1) continue;
      const at = 5 * id;
      const x = spheres[at]! - eye.x,
        y = spheres[at + 1]! - eye.y,
        z = spheres[at + 2]! - eye.z;
      const distance = flat ? 1 : Math.max(1, Math.sqrt(x * x + y * y + z * z) - spheres[at + 3]!);
      const level = entry.mesh.fit((this.tolerance * distance) / (pixels * spheres[at + 4]!));
      if (level === levels[id]) continue;
      levels[id] = level;
      mesh.setGeometryIdAt(id, entry.ids[level]!);
    }
  }

  private addLevel(batch: Batch, level: Shaded): number {
    const known = batch.geometries.get(level);
    if (known !== undefined) return known;
    this.ensure(batch, 0, level.positions.length / 3, level.indices.length);
    const id = batch.mesh.addGeometry(toGeometry(level));
    batch.vertices += level.positions.length / 3;
    batch.indices += level.indices.length;
    batch.geometries.set(level, id);
    return id;
  }

  private ensure(batch: Batch, copies: number, vertices: number, indices: number): void {
    const { mesh } = batch;
    if (batch.copies + copies > mesh.maxInstanceCount) {
      mesh.setInstanceCount(
        Math.max(batch.copies + copies, Math.ceil(mesh.maxInstanceCount * 1.6)),
      );
      batch.levels = grownTo(new Uint8Array(mesh.maxInstanceCount), batch.levels);
      batch.spheres = grownTo(new Float32Array(5 * mesh.maxInstanceCount), batch.spheres);
    }
    const short = (wanted: number, unused: number): boolean => wanted > unused;
    if (short(vertices, mesh.unusedVertexCount) || short(indices, mesh.unusedIndexCount)) {
      const grown = (used: number, more: number): number => Math.ceil((used + more) * 1.5) + 1000;
      mesh.setGeometrySize(grown(batch.vertices, vertices), grown(batch.indices, indices));
    }
  }
}

function grownTo<Numbers extends Uint8Array | Float32Array>(
  larger: Numbers,
  old: Numbers,
): Numbers {
  larger.set(old);
  return larger;
}

/** A sphere around a mesh: about the middle of its box. */
function sphereOf({ positions }: Shaded): { centre: Vector3; radius: number } {
  const geometry = new BufferGeometry().setAttribute("position", new BufferAttribute(positions, 3));
  geometry.computeBoundingSphere();
  const { center, radius } = geometry.boundingSphere!;
  return { centre: center, radius: Math.max(0, radius) };
}

/** The mesh as three.js has it; both share the arrays. */
export function toGeometry(mesh: Shaded): BufferGeometry {
  const made = new BufferGeometry();
  made.setAttribute("position", new BufferAttribute(mesh.positions, 3));
  made.setAttribute("normal", new BufferAttribute(mesh.normals, 3));
  made.setIndex(new BufferAttribute(mesh.indices, 1));
  return made;
}
