/** Copies of parts. */

import { compose, type Transform, tidy } from "../../geometry/transform";
import { newId, type Placement } from "../shape";
import type { Store } from "../store";
import { freeGroup, placed } from "./lines";

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
