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
import { toGeometry } from "../../core/batches";
import type { Shaded } from "../../core/normals";
import { toMatrix } from "../parts/solids";
import type { Studio } from "../studio_app";
import { ROOT } from "../view/model_scene";
import { write } from "./ldraw";

/** The whole document; a file by itself when it has no submodels. */
export function asLdraw(studio: Studio): { text: string; ending: "ldr" | "mpd" } {
  return { text: write(studio.store), ending: studio.store.isPacked ? "mpd" : "ldr" };
}

/** The open model as glTF, in metres: a mesh for each part, shared by its copies, and a material for each colour. */
export async function asGlb(studio: Studio): Promise<Blob> {
  const { GLTFExporter } = await import("three/addons/exporters/GLTFExporter.js");
  const geometries = new Map<Shaded, BufferGeometry>();
  const materials = new Map<number, MeshStandardMaterial>();
  const model = new Group();
  model.name = studio.about.title;
  ROOT.decompose(model.position, model.quaternion, model.scale);
  for (const item of studio.scene.items.values()) {
    for (const surface of item.part.surfaces) {
      const code = surface.colour === 16 ? item.shown.colour : surface.colour;
      const colour = studio.colours.get(code);
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
export async function asPicture(studio: Studio): Promise<Blob> {
  const { stage, canvas } = studio;
  const selected = [...studio.selection];
  studio.select([]);
  const hidden = stage.scene.children.filter((child) => child.visible && child.userData["helper"]);
  for (const child of hidden) child.visible = false;
  const [width, height, ratio] = [
    canvas.clientWidth,
    canvas.clientHeight,
    stage.renderer.getPixelRatio(),
  ];
  stage.renderer.setPixelRatio(Math.min(2, 4096 / Math.max(width, height)));
  stage.renderer.setSize(width, height, false);
  stage.drawNow();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  stage.renderer.setPixelRatio(ratio);
  stage.renderer.setSize(width, height, false);
  for (const child of hidden) child.visible = true;
  studio.select(selected);
  if (!blob) throw new Error("the picture could not be made");
  return blob;
}

export function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const fileName = (title: string): string =>
  title
    .normalize("NFKD")
    .replace(/[^\w -]+/g, "")
    .trim()
    .replace(/\s+/g, "-")
    .toLowerCase() || "model";
