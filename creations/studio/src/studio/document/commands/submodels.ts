/** Models within the model. */

import { compose, moved, type Transform, tidy, translation } from "../../geometry/transform";
import { Refusal } from "../../refusal";
import { _ } from "../../words";
import { contains } from "../expand";
import {
  type File,
  inOrder,
  isPlacement,
  type Line,
  newId,
  normalise,
  type Placement,
} from "../shape";
import type { Store } from "../store";
import { addParts } from "./parts";

function freeName(store: Store, wanted: string): string {
  const base =
    wanted
      .replace(/[\r\n]/g, " ")
      .trim()
      .replace(/\.(ldr|mpd)$/i, "") || "submodel";
  let name = `${base}.ldr`;
  for (let number = 2; store.named(name); number++) name = `${base} ${number}.ldr`;
  return name;
}

function newFile(store: Store, name: string): File {
  const order = Math.max(0, ...[...store.files.values()].map((file) => file.order)) + 1;
  const step = newId();
  const header: Line = {
    id: "~head",
    step,
    order: -1,
    text: `0 ${name.replace(/\.ldr$/, "")}\n0 Name: ${name}`,
  };
  return {
    key: newId(),
    name,
    order,
    kind: "model",
    closed: false,
    outside: "",
    text: "",
    steps: [{ id: step, order: 0, end: "" }],
    lines: new Map([[header.id, header]]),
  };
}

/** Turn parts into a submodel that stands where they stood; returns the id of its placement and the key of its file. */
export function makeSubmodel(
  store: Store,
  key: string,
  ids: Iterable<string>,
  name: string,
  label: string,
): { line: string; file: string } {
  const wanted = new Set(ids);
  const lines = inOrder(store.file(key)).filter(
    (line): line is Placement => isPlacement(line) && wanted.has(line.id),
  );
  const anchor = lines[0];
  if (!anchor) throw new Refusal(_("Nothing is selected."));
  const file = newFile(store, freeName(store, name));
  const [x, y, z] = anchor.transform;
  lines.forEach((line, order) => {
    file.lines.set(line.id, {
      ...line,
      step: file.steps[0]!.id,
      order,
      transform: tidy(moved(line.transform, [-x, -y, -z])),
    });
  });
  const placement: Placement = {
    id: newId(),
    step: anchor.step,
    order: anchor.order,
    colour: 16,
    transform: translation(x, y, z),
    reference: file.name,
  };
  store.change(label, (write) => {
    write.addFile(file);
    for (const line of lines) write.deleteLine(key, line.id);
    write.setLine(key, placement);
  });
  return { line: placement.id, file: file.key };
}

/** Put a submodel's parts in its place; returns their ids. A submodel nobody places any more goes with it. */
export function explodeSubmodel(store: Store, key: string, id: string, label: string): string[] {
  const line = store.file(key).lines.get(id);
  const file = isPlacement(line) ? store.named(line.reference) : undefined;
  if (!isPlacement(line) || file?.kind !== "model") return [];
  const inner = inOrder(file).filter(isPlacement);
  const count = Math.max(1, inner.length);
  const made = inner.map(
    (part, index): Placement => ({
      ...part,
      id: store.file(key).lines.has(part.id) ? newId() : part.id,
      step: line.step,
      order: line.order + index / count,
      colour: part.colour === 16 || part.colour === 24 ? line.colour : part.colour,
      transform: tidy(compose(line.transform, part.transform)),
    }),
  );
  const isLonely = uses(store, file) === 1;
  store.change(label, (write) => {
    write.deleteLine(key, id);
    for (const part of made) write.setLine(key, part);
    if (isLonely) write.deleteFile(file.key);
  });
  return made.map((part) => part.id);
}

/** How often a file is placed in all others. */
export function uses(store: Store, file: File): number {
  const name = normalise(file.name);
  let count = 0;
  for (const other of store.files.values()) {
    for (const line of other.lines.values())
      if (isPlacement(line) && normalise(line.reference) === name) count++;
  }
  return count;
}

/** Another name for a submodel, wherever it is placed. */
export function renameFile(store: Store, key: string, name: string, label: string): void {
  const file = store.file(key);
  if (normalise(file.name) === normalise(freeBase(name))) return;
  const free = freeName(store, name);
  const old = normalise(file.name);
  store.change(label, (write) => {
    write.renameFile(key, free);
    for (const other of store.files.values()) {
      for (const line of other.lines.values()) {
        if (isPlacement(line) && normalise(line.reference) === old)
          write.setLine(other.key, { ...line, reference: free });
      }
    }
  });
}

const freeBase = (name: string): string => `${name.trim().replace(/\.(ldr|mpd)$/i, "")}.ldr`;

/** Place one of the document's models in another. Throws Refusal when it would contain itself. */
export function placeSubmodel(
  store: Store,
  key: string,
  file: string,
  transform: Transform,
  label: string,
): string {
  if (contains(store, file, key)) throw new Refusal(_("A model cannot contain itself."));
  return addParts(
    store,
    key,
    [{ reference: store.file(file).name, colour: 16, transform }],
    label,
  )[0]!;
}
