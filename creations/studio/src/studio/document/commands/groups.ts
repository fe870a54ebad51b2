/** Parts that are chosen together. */

import type { Store } from "../store";
import { freeGroup } from "./lines";
import { changeParts } from "./parts";

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
