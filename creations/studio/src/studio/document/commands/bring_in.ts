/** Another document within this one. */

import type { Transform } from "../../geometry/transform";

import { type File, isPlacement, type Line, newId, normalise, type Placement } from "../shape";
import type { Store, Write } from "../store";
import { nextOrder } from "./lines";

/** Bring the files of another document in: its main model is placed as a submodel at `at`. Names that are taken change.
 * Returns the id of the placement. */
export function bringIn(
  store: Store,
  key: string,
  files: File[],
  at: Transform,
  label: string,
): string {
  const names = new Map<string, string>();
  const taken = new Set([...store.files.values()].map((file) => normalise(file.name)));
  for (const file of files) {
    const dot = file.name.lastIndexOf(".");
    const [base, ending] =
      file.kind === "model"
        ? [file.name.replace(/\.[^.]*$/, ""), ".ldr"]
        : [file.name.slice(0, dot), file.name.slice(dot)];
    let name = `${base}${ending}`;
    for (let number = 2; taken.has(normalise(name)); number++) name = `${base} ${number}${ending}`;
    taken.add(normalise(name));
    names.set(normalise(file.name), name);
  }
  const first = Math.max(0, ...[...store.files.values()].map((file) => file.order)) + 1;
  const renamed = (line: Line): Line =>
    isPlacement(line)
      ? { ...line, reference: names.get(normalise(line.reference)) ?? line.reference }
      : line;
  const home = store.file(key);
  const step = home.steps.at(-1)!.id;
  const placement: Placement = {
    id: newId(),
    step,
    order: nextOrder(home, step),
    colour: 16,
    transform: at,
    reference: names.get(normalise(files[0]!.name))!,
  };
  store.change(label, (write: Write) => {
    files.forEach((file, index) =>
      write.addFile({
        ...file,
        order: first + index,
        name: names.get(normalise(file.name))!,
        text: file.kind === "kept" ? withNames(file.text, names) : file.text,
        lines: new Map([...file.lines].map(([id, line]) => [id, renamed(line)])),
      }),
    );
    write.setLine(key, placement);
  });
  return placement.id;
}

/** The references inside an embedded part, after its neighbours were renamed. */
function withNames(text: string, names: Map<string, string>): string {
  return text
    .split("\n")
    .map((line) => {
      const match = /^(\s*1(?:\s+\S+){13}\s+)(.+?)\s*$/.exec(line);
      const name = match ? names.get(normalise(match[2]!)) : undefined;
      return name ? match![1]! + name : line;
    })
    .join("\n");
}
