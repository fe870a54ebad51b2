/** The order of building. */

import { inOrder, newId, type Step } from "../shape";
import type { Store } from "../store";
import { nextOrder } from "./lines";
import { changeParts } from "./parts";

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

/** Put placements at the end of a step, in the order they have. */
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
