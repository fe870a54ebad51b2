/** Undo and redo take back what is one's own, and leave what somebody else has written over it since. */

import * as Y from "yjs";

/** A step of the history: what it deleted is what taking it back would bring. */
type Done = Pick<Y.UndoManager["undoStack"][number], "deletions">;

interface Theirs {
  map: Y.Map<unknown>;
  key: string;
  value: unknown;
}

/** What others wrote where taking `item` back would put an older value. */
function writtenSince(doc: Y.Doc, item: Done): Theirs[] {
  const found: Theirs[] = [];
  doc.transact((transaction) =>
    Y.iterateDeletedStructs(transaction, item.deletions, (struct) => {
      if (!(struct instanceof Y.Item) || struct.parentSub === null) return;
      const map = struct.parent as Y.Map<unknown>;
      const now = map._map.get(struct.parentSub);
      const value = now && !now.deleted ? map.get(struct.parentSub) : undefined;
      if (!now || value === undefined || now.id.client === doc.clientID) return;
      if (!(value instanceof Y.AbstractType)) found.push({ map, key: struct.parentSub, value });
    }),
  );
  return found;
}

/** Do `act`, which takes `item` of the history back, but for what others wrote since. `origin` marks the writing. */
export function takeBack(
  doc: Y.Doc,
  item: Done | undefined,
  origin: unknown,
  act: () => void,
): void {
  const theirs = item ? writtenSince(doc, item) : [];
  act();
  const overwritten = theirs.filter(({ map, key, value }) => map.get(key) !== value);
  if (overwritten.length === 0) return;
  doc.transact(() => {
    for (const { map, key, value } of overwritten) map.set(key, value);
  }, origin);
}
