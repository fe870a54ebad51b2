/** Parts that are chosen together. */

import type { Store } from "../store";
import { freeGroup } from "./lines";
import { changeParts } from "./parts";

/** Lines of one group are chosen together. A name that is taken gets a number. */
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

/** Take lines out of their groups. */
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
