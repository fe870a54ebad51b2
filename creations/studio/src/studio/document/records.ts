/** How steps and lines lie in the Yjs document (see `creations/workbench/document.py`).
 *
 * Each is written once, whole, in `steps` or `lines`. What is changed later has a key of its own in `stepFields` or
 * `lineFields`, `id/field`: so one person's colour and another's place are both kept.
 */

import * as Y from "yjs";
import type { Transform } from "../geometry/transform";
import type { File, Line, Step } from "./shape";

type Value = number | string | readonly number[];
type Entry = Record<string, Value>;
export type SharedFile = Y.Map<unknown>;
export type Records = "steps" | "lines";

const FIELDS: Record<Records, "stepFields" | "lineFields"> = {
  steps: "stepFields",
  lines: "lineFields",
};
const STEP = ["order", "end"];
const PLACEMENT = ["step", "order", "colour", "transform", "reference", "group"];
const REMARK = ["step", "order", "text"];

function names(record: Entry): string[] {
  if ("text" in record) return REMARK;
  return "reference" in record ? PLACEMENT : STEP;
}

export function entries(file: SharedFile, records: Records): Y.Map<Entry> | undefined {
  return file.get(records) as Y.Map<Entry> | undefined;
}

export function fields(file: SharedFile, records: Records): Y.Map<Value> | undefined {
  return file.get(FIELDS[records]) as Y.Map<Value> | undefined;
}

/** Which record a key of `lineFields` or `stepFields` belongs to, and which of its fields it is. */
export function owner(key: string): { id: string; field: string } {
  const slash = key.lastIndexOf("/");
  return { id: key.slice(0, slash), field: key.slice(slash + 1) };
}

/** A record as it is now; undefined when it is gone. */
function entry(file: SharedFile, records: Records, id: string): Entry | undefined {
  const made = entries(file, records)?.get(id);
  if (!made) return undefined;
  const since = fields(file, records);
  if (!since || since.size === 0) return made;
  let now = made;
  for (const name of names(made)) {
    const value = since.get(`${id}/${name}`);
    if (value !== undefined) now = { ...now, [name]: value };
  }
  return now;
}

export function line(file: SharedFile, id: string): Line | undefined {
  const found = entry(file, "lines", id);
  if (!found) return undefined;
  const { step, order, colour, transform, reference, group, source, groupSource } = found;
  const place = { id, step: String(step), order: Number(order) };
  if (reference === undefined) return { ...place, text: String(found["text"] ?? "") };
  return {
    ...place,
    colour: Number(colour ?? 16),
    transform: transform as unknown as Transform,
    reference: String(reference),
    ...(group ? { group: String(group) } : {}),
    ...(source ? { source: String(source) } : {}),
    ...(groupSource ? { groupSource: String(groupSource) } : {}),
  };
}

export function allLines(file: SharedFile): Map<string, Line> {
  const found = new Map<string, Line>();
  for (const id of entries(file, "lines")?.keys() ?? []) found.set(id, line(file, id)!);
  return found;
}

export function allSteps(file: SharedFile): Step[] {
  const found: Step[] = [];
  for (const id of entries(file, "steps")?.keys() ?? []) {
    const { order, end } = entry(file, "steps", id)!;
    found.push({ id, order: Number(order), end: String(end) });
  }
  return found.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

/** Make a record, or change those of its fields that are different. */
export function put(file: SharedFile, records: Records, value: Line | Step): void {
  const { id, ...content } = value as unknown as { id: string } & Entry;
  const before = entry(file, records, id);
  const since = fields(file, records)!;
  if (!before) {
    // What an earlier life of the same id left behind is not the new one's.
    for (const name of names(content)) since.delete(`${id}/${name}`);
    entries(file, records)!.set(id, content);
    return;
  }
  for (const name of names(before)) {
    const wanted = content[name] ?? (name === "group" ? "" : undefined);
    if (wanted === undefined || isSame(wanted, before[name] ?? (name === "group" ? "" : undefined)))
      continue;
    since.set(`${id}/${name}`, wanted);
  }
}

function isSame(a: Value, b: Value | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** A file as it is first written. */
export function newFile({ key: _key, steps, lines, ...rest }: File): SharedFile {
  const made = new Y.Map<unknown>();
  for (const [name, value] of Object.entries(rest))
    if (name !== "text" || rest.kind !== "model") made.set(name, value);
  if (rest.kind !== "model") return made;
  made.set("steps", new Y.Map(steps.map(({ id, ...step }) => [id, step])));
  made.set("lines", new Y.Map([...lines.values()].map(({ id, ...content }) => [id, content])));
  for (const name of Object.values(FIELDS)) made.set(name, new Y.Map());
  return made;
}
