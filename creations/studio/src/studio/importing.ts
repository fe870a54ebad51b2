/** A model file from elsewhere, placed beside the model as a submodel. */

import type { Desk } from "./desk";
import { bringIn } from "./document/commands";
import { BadFile, read } from "./document/ldraw";
import { isPlacement, type File as ModelFile, type Placement, partId } from "./document/shape";
import { isEmpty } from "./geometry/box";
import { type Transform, translation } from "./geometry/transform";
import { Refusal } from "./refusal";
import { _ } from "./words";

type Needs = Pick<Desk, "store" | "library" | "server" | "scene" | "selection" | "camera">;

/** Throws Refusal when it cannot be read or places nothing, and when the server is needed and away. */
export async function bringFile(desk: Needs, file: File): Promise<void> {
  const isArchive = file.name.toLowerCase().endsWith(".io");
  const text = isArchive ? (await desk.server.read(file)).text : await file.text();
  const files = readFiles(text, file.name);
  try {
    await desk.library.fetch(partsOf(files));
  } catch (error) {
    // The scene asks again for what it has to show, and tells when that fails too.
    console.warn(error);
  }
  const label = _("Bring in %(name)s", { name: file.name });
  desk.selection.set([bringIn(desk.store, desk.scene.file, files, besides(desk), label)]);
  desk.camera.fit(desk.selection);
}

function readFiles(text: string, name: string): ModelFile[] {
  let files: ModelFile[];
  try {
    files = read(text, name);
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    const words = _("This line cannot be read: %(place)s.", { place: error.message });
    throw new Refusal(words, { cause: error });
  }
  if (placementsOf(files.slice(0, 1)).length === 0)
    throw new Refusal(_("This file places no parts."));
  return files;
}

function placementsOf(files: ModelFile[]): Placement[] {
  return files.flatMap((file) => [...file.lines.values()].filter(isPlacement));
}

/** The parts of the library that these files place. */
function partsOf(files: ModelFile[]): Set<string> {
  const own = new Set(files.map((file) => partId(file.name)));
  const placed = placementsOf(files).map((line) => partId(line.reference));
  return new Set(placed.filter((part) => !own.has(part)));
}

/** Three studs to the right of what stands there, on a stud. */
function besides({ scene }: Pick<Desk, "scene">): Transform {
  const { box } = scene;
  if (isEmpty(box)) return translation(0, 0, 0);
  return translation(Math.ceil((box.high[0] + 60) / 20) * 20, 0, 0);
}
