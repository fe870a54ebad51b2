/** The model as files other programs open. */

import {
  type BufferGeometry,
  Color,
  DoubleSide,
  Group,
  LinearSRGBColorSpace,
  Mesh,
  MeshStandardMaterial,
  Scene,
} from "three";
import { toGeometry } from "../core/batches";
import type { Shaded } from "../core/normals";
import type { Stage } from "../core/stage";
import { write } from "./document/ldraw";
import type { Store } from "./document/store";
import type { Colours } from "./parts/colours";
import { toMatrix } from "./parts/solids";
import { Refusal } from "./refusal";
import type { Selection } from "./selection";
import type { ModelScene } from "./view/model_scene";
import { ROOT } from "./view/root";
import { _ } from "./words";

/** Wider or higher, in pixels, no picture is made. */
const MOST_PIXELS = 4096;

/** The whole document; a file by itself when it has no submodels. */
export function asLdraw(store: Store): Blob {
  return new Blob([write(store)], { type: "application/x-ldraw" });
}

/** The open model as glTF, in metres: a mesh for each part, shared by its copies, and a material for each colour. */
export async function asGlb(
  { items }: Pick<ModelScene, "items">,
  colours: Pick<Colours, "get">,
  title: string,
): Promise<Blob> {
  const { GLTFExporter } = await import("three/addons/exporters/GLTFExporter.js");
  const geometries = new Map<Shaded, BufferGeometry>();
  const materials = new Map<number, MeshStandardMaterial>();
  const model = new Group();
  model.name = title;
  ROOT.decompose(model.position, model.quaternion, model.scale);
  for (const item of items.values()) {
    for (const surface of item.part.surfaces) {
      const code = surface.colour === 16 ? item.shown.colour : surface.colour;
      const colour = colours.get(code);
      let material = materials.get(code);
      if (!material) {
        material = new MeshStandardMaterial({
          name: colour.name,
          color: new Color().setRGB(...colour.rgb, LinearSRGBColorSpace),
          metalness: colour.metalness,
          roughness: 0.35,
          ...(colour.alpha < 1
            ? { transparent: true, opacity: colour.alpha, side: DoubleSide }
            : {}),
        });
        materials.set(code, material);
      }
      let geometry = geometries.get(surface.solid.mesh);
      if (!geometry) {
        geometry = toGeometry(surface.solid.mesh);
        geometries.set(surface.solid.mesh, geometry);
      }
      const mesh = new Mesh(geometry, material);
      mesh.name = item.part.id;
      mesh.matrixAutoUpdate = false;
      toMatrix(item.shown.transform, mesh.matrix);
      model.add(mesh);
    }
  }
  const scene = new Scene();
  scene.add(model);
  const made = (await new GLTFExporter().parseAsync(scene, { binary: true })) as ArrayBuffer;
  return new Blob([made], { type: "model/gltf-binary" });
}

/** What is seen now, twice as large, without ground and outlines. */
export async function asPicture(stage: Stage, selection: Selection): Promise<Blob> {
  const { canvas } = stage;
  const selected = [...selection];
  const helpers = stage.scene.children.filter((child) => child.visible && child.userData["helper"]);
  const ratio = stage.renderer.getPixelRatio();
  const draw = (pixelRatio: number): void => {
    stage.renderer.setPixelRatio(pixelRatio);
    stage.renderer.setSize(canvas.clientWidth, canvas.clientHeight, false);
    stage.drawNow();
  };
  selection.set([]);
  for (const child of helpers) child.visible = false;
  try {
    draw(Math.min(2, MOST_PIXELS / Math.max(canvas.clientWidth, canvas.clientHeight)));
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob) return blob;
    throw new Refusal(_("The picture could not be made: the browser has no room for it."));
  } finally {
    for (const child of helpers) child.visible = true;
    selection.set(selected);
    draw(ratio);
  }
}

/** Let the browser save it under a name. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A title as the name of a file, without its ending. */
export const fileName = (title: string): string =>
  title
    .normalize("NFKD")
    .replace(/[^\w -]+/g, "")
    .trim()
    .replace(/\s+/g, "-")
    .toLowerCase() || "model";
