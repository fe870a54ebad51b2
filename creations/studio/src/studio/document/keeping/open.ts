/** Open a workbench: the server's document, and what this browser made on it or on an older layout and never sent. */

import * as Y from "yjs";
import { Store } from "../store";
import { adopt } from "./adopt";
import type { Door } from "./door";
import type { Journal, Layout } from "./journal";
import { ELSEWHERE, JOURNAL, Link } from "./link";
import { Overlaps } from "./overlaps";

export interface Opened {
  doc: Y.Doc;
  link: Link;
  overlaps: Overlaps;
  /** Whether work of an older layout was brought along. */
  hasAdopted: boolean;
}

/** `tabs` makes the channel on which the tabs of one browser tell each other of a layout. Rejects without the server. */
export async function open(
  door: Door,
  journal: Journal,
  tabs?: (epoch: number) => BroadcastChannel,
): Promise<Opened> {
  const { head, update } = await door.open();
  const { epoch } = head;
  const here = await journal.layout(epoch);
  await journal.opened(epoch, update);
  const doc = documentOf(here.edits.length > 0 ? here.base : []);
  const overlaps = new Overlaps(doc, ELSEWHERE);
  // First what was made here, then what came elsewhere meanwhile: so it shows where the two met.
  for (const edit of here.edits) Y.applyUpdate(doc, edit.update, JOURNAL);
  Y.applyUpdate(doc, update, ELSEWHERE);
  const older = await journal.older(epoch);
  for (const one of older) {
    const made = await bringAlong(one, doc, epoch, journal, overlaps);
    if (made) Y.applyUpdate(doc, made, JOURNAL);
  }
  const link = new Link(doc, journal, overlaps, head, door, tabs?.(epoch));
  if ((await journal.unsent(epoch)).length > 0) link.remember();
  return { doc, link, overlaps, hasAdopted: older.length > 0 };
}

/** Make an older layout's edits again; returns what does so. It is worked out on a copy and is in the journal first. */
async function bringAlong(
  older: Layout,
  doc: Y.Doc,
  epoch: number,
  journal: Journal,
  overlaps: Overlaps,
): Promise<Uint8Array | undefined> {
  const before = documentOf(older.base);
  const after = documentOf([...older.base, ...older.edits.map((edit) => edit.update)]);
  const copy = documentOf([Y.encodeStateAsUpdate(doc)]);
  const made: Uint8Array[] = [];
  copy.on("update", (update: Uint8Array) => made.push(update));
  const found = adopt(new Store(before), new Store(after), new Store(copy));
  const update = made.length > 0 ? Y.mergeUpdates(made) : undefined;
  await journal.adopted(older, epoch, update);
  overlaps.add(found);
  return update;
}

function documentOf(updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}
