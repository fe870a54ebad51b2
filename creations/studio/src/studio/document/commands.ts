/** Everything that changes the document. Each call is one step of history, named by its label. */

import {
  compose,
  IDENTITY,
  invert,
  moved,
  type Transform,
  tidy,
  type Vector,
} from "../geometry/transform";
import { contains } from "./expand";
import {
  type File,
  inOrder,
  isPlacement,
  type Line,
  newId,
  normalise,
  type Placement,
  type Step,
} from "./shape";
import type { Store, Write } from "./store";

export interface NewPart {
  reference: string;
  colour: number;
  transform: Transform;
  group?: string;
}

/** A command that cannot be done; the message is a sentence for the designer. */
export class Refusal extends Error {}

function nextOrder(file: File, step: string): number {
  let last = -1;
  for (const line of file.lines.values())
    if (line.step === step && line.order > last) last = line.order;
  return last + 1;
}

function placed(store: Store, file: string, ids: Iterable<string>): Placement[] {
  const lines = store.file(file).lines;
  return [...ids].map((id) => lines.get(id)).filter(isPlacement);
}

/** Put parts into a step (the last by default); returns their ids. */
export function addParts(
  store: Store,
  key: string,
  parts: NewPart[],
  label: string,
  step?: string,
): string[] {
  const file = store.file(key);
  const home = file.steps.some((known) => known.id === step) ? step! : file.steps.at(-1)!.id;
  const first = nextOrder(file, home);
  const lines = parts.map(
    (part, index): Placement => ({ id: newId(), step: home, order: first + index, ...part }),
  );
  store.change(label, (write) => lines.forEach((line) => write.setLine(key, line)));
  return lines.map((line) => line.id);
}

export function removeParts(store: Store, key: string, ids: Iterable<string>, label: string): void {
  const lines = placed(store, key, ids);
  if (lines.length === 0) return;
  store.change(label, (write) => lines.forEach((line) => write.deleteLine(key, line.id)));
}

/** Change placements as `by` says; those it leaves as they are cost nothing. */
export function changeParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  label: string,
  by: (line: Placement) => Placement,
): void {
  const changed = placed(store, key, ids)
    .map((line) => [line, by(line)] as const)
    .filter(([before, after]) => before !== after);
  if (changed.length === 0) return;
  store.change(label, (write) => changed.forEach(([, line]) => write.setLine(key, line)));
}

/** Move, turn or mirror: `by` is applied to the places in the model. */
export function transformParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  by: Transform,
  label: string,
): void {
  changeParts(store, key, ids, label, (line) => ({
    ...line,
    transform: tidy(compose(by, line.transform)),
  }));
}

export function setTransforms(
  store: Store,
  key: string,
  places: Map<string, Transform>,
  label: string,
): void {
  changeParts(store, key, places.keys(), label, (line) => ({
    ...line,
    transform: tidy(places.get(line.id)!),
  }));
}

export function recolour(
  store: Store,
  key: string,
  ids: Iterable<string>,
  colour: number,
  label: string,
): void {
  changeParts(store, key, ids, label, (line) =>
    line.colour === colour ? line : { ...line, colour },
  );
}

/** Another part in the same place; `shift` moves each, in its own directions, so that its connections stay. */
export function replaceParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  reference: string,
  shift: Vector,
  label: string,
): void {
  changeParts(store, key, ids, label, (line) => {
    if (normalise(line.reference) === normalise(reference)) return line;
    const by = compose(line.transform, [...shift, ...IDENTITY.slice(3)] as unknown as Transform);
    return { ...line, reference, transform: tidy(by) };
  });
}

/** Copies of parts, each moved by one of `by`; returns the new ids. */
export function copyParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  by: Transform[],
  label: string,
): string[] {
  const lines = placed(store, key, ids);
  const made: Placement[] = [];
  by.forEach((move, copy) => {
    const groups = new Map<string, string>();
    for (const line of lines) {
      const { group, ...plain } = line;
      if (group && !groups.has(group))
        groups.set(group, freeGroup(store.file(key), `${group} ${copy + 2}`));
      made.push({
        ...plain,
        id: newId(),
        order: line.order + (copy + 1) * 1e-3,
        transform: tidy(compose(move, line.transform)),
        ...(group ? { group: groups.get(group)! } : {}),
      });
    }
  });
  if (made.length === 0) return [];
  store.change(label, (write) => made.forEach((line) => write.setLine(key, line)));
  return made.map((line) => line.id);
}

function freeGroup(file: File, wanted: string): string {
  const taken = new Set(
    [...file.lines.values()].map((line) => (isPlacement(line) ? line.group : undefined)),
  );
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} ${number}`;
  return name;
}

export function groupParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  name: string,
  label: string,
): void {
  const free = freeGroup(store.file(key), name);
  changeParts(store, key, ids, label, (line) => ({ ...line, group: free }));
}

export function ungroupParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  label: string,
): void {
  changeParts(store, key, ids, label, (line) => {
    const { group, ...rest } = line;
    return group ? rest : line;
  });
}

/** Hide, show, lock or free lines. */
export function markParts(
  store: Store,
  key: string,
  ids: Iterable<string>,
  marks: "hidden" | "locked",
  on: boolean,
  label: string,
): void {
  const changed = [...ids].filter((id) => store[marks].has(`${key}/${id}`) !== on);
  if (changed.length === 0) return;
  store.change(label, (write) => changed.forEach((id) => write.setMark(marks, key, id, on)));
}

/** Close the last step and open a new one, or put one after `after`; returns its id. */
export function addStep(store: Store, key: string, label: string, after?: string): string {
  const { steps } = store.file(key);
  const index =
    after === undefined ? steps.length - 1 : steps.findIndex((step) => step.id === after);
  const before = steps[Math.max(0, index)]!;
  const next = steps[index + 1];
  const made: Step = {
    id: newId(),
    order: next ? (before.order + next.order) / 2 : before.order + 1,
    end: next ? "0 STEP" : "",
  };
  store.change(label, (write) => {
    if (!before.end) write.setStep(key, { ...before, end: "0 STEP" });
    write.setStep(key, made);
  });
  return made.id;
}

/** Take a step away; its parts go to the one before (or, for the first, the one after). */
export function removeStep(store: Store, key: string, id: string, label: string): void {
  const file = store.file(key);
  const index = file.steps.findIndex((step) => step.id === id);
  const heir = file.steps[index - 1] ?? file.steps[index + 1];
  if (index < 0 || !heir) return;
  const lines = inOrder(file).filter((line) => line.step === id);
  const isLast = index === file.steps.length - 1;
  store.change(label, (write) => {
    const first = index > 0 ? nextOrder(file, heir.id) : -lines.length - 1e6;
    lines.forEach((line, at) => write.setLine(key, { ...line, step: heir.id, order: first + at }));
    if (isLast && index > 0) write.setStep(key, { ...heir, end: file.steps[index]!.end });
    write.deleteStep(key, id);
  });
}

/** Put a step at another place among the steps, counted from 0. */
export function moveStep(store: Store, key: string, id: string, to: number, label: string): void {
  const steps = [...store.file(key).steps];
  const from = steps.findIndex((step) => step.id === id);
  const target = Math.max(0, Math.min(steps.length - 1, to));
  if (from < 0 || from === target) return;
  const [step] = steps.splice(from, 1);
  steps.splice(target, 0, step!);
  // A step's closing line belongs to its place: the last one may be open, the others never.
  const ends = store.file(key).steps.map((known) => known.end);
  store.change(label, (write) =>
    steps.forEach((known, order) => {
      const end =
        order === steps.length - 1
          ? (known.end && ends.at(-1)) || ends.at(-1)!
          : known.end || "0 STEP";
      if (known.order !== order || known.end !== end) write.setStep(key, { ...known, order, end });
    }),
  );
}

export function moveToStep(
  store: Store,
  key: string,
  ids: Iterable<string>,
  step: string,
  label: string,
): void {
  const file = store.file(key);
  let order = nextOrder(file, step);
  const wanted = new Set(ids);
  const inTurn = new Map(
    inOrder(file)
      .filter((line) => wanted.has(line.id) && line.step !== step)
      .map((line) => [line.id, order++]),
  );
  changeParts(store, key, wanted, label, (line) =>
    inTurn.has(line.id) ? { ...line, step, order: inTurn.get(line.id)! } : line,
  );
}

/** Build a model anew in these steps: each list holds the ids of one. */
export function setSteps(store: Store, key: string, lists: string[][], label: string): void {
  const file = store.file(key);
  const steps = lists.map(
    (_, order): Step => ({ id: newId(), order, end: order < lists.length - 1 ? "0 STEP" : "" }),
  );
  const first = steps[0];
  if (!first) return;
  const placedAt = new Map(
    lists.flatMap((ids, step) =>
      ids.map((id, order) => [id, { step: steps[step]!.id, order: order + 1 }] as const),
    ),
  );
  store.change(label, (write) => {
    for (const step of file.steps) write.deleteStep(key, step.id);
    for (const step of steps) write.setStep(key, step);
    let remark = -1e6;
    for (const line of inOrder(file))
      write.setLine(key, {
        ...line,
        ...(placedAt.get(line.id) ?? { step: first.id, order: remark++ }),
      });
  });
}

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
  const header: Line = {
    id: "~head",
    step: "s0",
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
    steps: [{ id: "s0", order: 0, end: "" }],
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
  if (!anchor) throw new Refusal("nothing is selected");
  const file = newFile(store, freeName(store, name));
  const origin: Transform = [
    ...anchor.transform.slice(0, 3),
    ...IDENTITY.slice(3),
  ] as unknown as Transform;
  const inward = invert(origin);
  lines.forEach((line, order) => {
    file.lines.set(line.id, {
      ...line,
      step: "s0",
      order,
      transform: tidy(compose(inward, line.transform)),
    });
  });
  const placement: Placement = {
    id: newId(),
    step: anchor.step,
    order: anchor.order,
    colour: 16,
    transform: origin,
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
  if (contains(store, file, key)) throw new Refusal("circle");
  return addParts(
    store,
    key,
    [{ reference: store.file(file).name, colour: 16, transform }],
    label,
  )[0]!;
}

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

export function nudge(
  store: Store,
  key: string,
  ids: Iterable<string>,
  by: Vector,
  label: string,
): void {
  changeParts(store, key, ids, label, (line) => ({
    ...line,
    transform: tidy(moved(line.transform, by)),
  }));
}
