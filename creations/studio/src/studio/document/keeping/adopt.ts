/** Make the edits of a layout that is gone again on the one there is now.
 *
 * Both know parts, steps and files by the same keys, so an edit is found by what differs between the older document
 * without and with the edits. Where only one side changed a field, that change counts; where both did, the edit made here
 * counts and the other (which a saved revision holds) is told of.
 */

import type { File, Line, Step } from "../shape";
import type { Store, Write } from "../store";
import type { Overlap } from "./overlaps";

const STRUCTURE = ["key", "steps", "lines"];

/** `now` becomes what it would be had the edits that lead from `before` to `after` been made on it. */
export function adopt(before: Store, after: Store, now: Store): Overlap[] {
  const overlaps: Overlap[] = [];
  now.change("", (write) => {
    for (const file of after.files.values()) {
      const known = counterpart(after, file, now);
      if (known) new Merging(write, before.files.get(file.key), file, known, overlaps).run();
      else if (!isUnchanged(before.files.get(file.key), file)) write.addFile(file);
    }
    for (const file of before.files.values()) {
      if (after.files.has(file.key)) continue;
      const known = counterpart(before, file, now);
      if (known && isUnchanged(file, known)) write.deleteFile(known.key);
    }
    for (const marks of ["hidden", "locked"] as const) carryMarks(marks, before, after, now, write);
  });
  return overlaps;
}

/** The file of `now` that is this one: of the same key, or else of the same name. */
function counterpart(store: Store, file: File, now: Store): File | undefined {
  if (file.key === store.mainKey) return now.files.get(now.mainKey);
  return now.files.get(file.key) ?? now.named(file.name);
}

function isUnchanged(before: File | undefined, after: File): boolean {
  return before !== undefined && content(before) === content(after);
}

function content({ key: _key, lines, ...rest }: File): string {
  return JSON.stringify([rest, [...lines].sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The edits of one file. */
class Merging {
  private readonly steps: Map<string, Step>;

  constructor(
    private readonly write: Write,
    private readonly before: File | undefined,
    private readonly after: File,
    private readonly now: File,
    private readonly overlaps: Overlap[],
  ) {
    this.steps = new Map(now.steps.map((step) => [step.id, step]));
  }

  run(): void {
    const { before, after, now, write } = this;
    this.mergeFrame();
    const stepsBefore = new Map(before?.steps.map((step) => [step.id, step]));
    for (const step of after.steps) this.mergeStep(stepsBefore.get(step.id), step);
    for (const [id, line] of after.lines) this.mergeLine(before?.lines.get(id), line);
    for (const [id, line] of before?.lines ?? []) {
      const there = now.lines.get(id);
      if (after.lines.has(id) || !there) continue;
      if (isSame(there, line)) write.deleteLine(now.key, id);
      else
        this.overlaps.push({ file: now.key, line: id, field: "", mine: undefined, theirs: there });
    }
    for (const id of stepsBefore.keys()) this.dropStep(id);
  }

  private mergeFrame(): void {
    const { before, after, now, write } = this;
    if (!before) return;
    for (const name of Object.keys(after) as (keyof File)[]) {
      if (STRUCTURE.includes(name) || isSame(after[name], before[name])) continue;
      this.note("", name, before[name], after[name], now[name]);
      write.setFrame(now.key, name, after[name] as string | number | boolean);
    }
  }

  private mergeStep(before: Step | undefined, after: Step): void {
    const there = this.steps.get(after.id);
    if (before && isSame(before, after)) return;
    if (before && !there) return; // its lines find another
    const made = there && before ? this.merged("", before, after, there) : after;
    this.write.setStep(this.now.key, made);
    this.steps.set(made.id, made);
  }

  private mergeLine(before: Line | undefined, after: Line): void {
    const { now, write } = this;
    const there = now.lines.get(after.id);
    if (before ? isSame(before, after) : there) return;
    if (before && !there)
      this.overlaps.push({
        file: now.key,
        line: after.id,
        field: "",
        mine: after,
        theirs: undefined,
      });
    const made = before && there ? this.merged(after.id, before, after, there) : after;
    write.setLine(now.key, { ...made, step: this.stepOf(made) } as Line);
  }

  /** What is there, with the fields that were changed here. */
  private merged<T extends object>(line: string, before: T, after: T, there: T): T {
    const made = { ...there } as Record<string, unknown>;
    const [was, is, other] = [before, after, there] as unknown as Record<string, unknown>[];
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (isSame(was![name], is![name])) continue;
      this.note(line, name, was![name], is![name], other![name]);
      if (is![name] === undefined) delete made[name];
      else made[name] = is![name];
    }
    return made as unknown as T;
  }

  private note(line: string, field: string, was: unknown, mine: unknown, theirs: unknown): void {
    if (!isSame(was, theirs) && !isSame(mine, theirs))
      this.overlaps.push({ file: this.now.key, line, field, mine, theirs });
  }

  /** The step a line belongs to here: its own, or the one that its neighbours of there are in, or the last. */
  private stepOf(line: Line): string {
    if (this.steps.has(line.step)) return line.step;
    for (const other of this.after.lines.values()) {
      const known = other.step === line.step && this.now.lines.get(other.id)?.step;
      if (known && this.steps.has(known)) return known;
    }
    return this.now.steps.at(-1)?.id ?? line.step;
  }

  /** A step that was taken away here goes, if nothing is in it there. */
  private dropStep(id: string): void {
    if (this.after.steps.some((step) => step.id === id) || !this.steps.has(id)) return;
    const isEmpty = ![...this.now.lines.values()].some(
      (line) => line.step === id && (this.after.lines.get(line.id)?.step ?? id) === id,
    );
    if (isEmpty) this.write.deleteStep(this.now.key, id);
  }
}

function carryMarks(
  marks: "hidden" | "locked",
  before: Store,
  after: Store,
  now: Store,
  write: Write,
): void {
  for (const mark of new Set([...before[marks], ...after[marks]])) {
    const on = after[marks].has(mark);
    const slash = mark.indexOf("/");
    const file = after.files.get(mark.slice(0, slash));
    const known = file && counterpart(after, file, now);
    if (known && on !== before[marks].has(mark))
      write.setMark(marks, known.key, mark.slice(slash + 1), on);
  }
}
