/** Two people on one document: what each did is kept, and undo takes back only what is one's own. */

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { translation } from "../geometry/transform";
import * as commands from "./commands";
import { CASTLE, open } from "./document_fixtures";
import { placements } from "./expand";
import { write } from "./ldraw";
import type { Placement } from "./shape";
import { Store } from "./store";

function pair(ids: [number, number]): [Store, Store] {
  const made = open(CASTLE);
  const [one, two] = ids.map((id) => {
    const doc = new Y.Doc();
    doc.clientID = id;
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(made.doc));
    return new Store(doc);
  });
  return [one!, two!];
}

function meet(one: Store, two: Store): void {
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(two.doc));
  Y.applyUpdate(two.doc, Y.encodeStateAsUpdate(one.doc));
  expect(write(one)).toBe(write(two));
}

const first = (store: Store): Placement => placements(store.file(store.mainKey))[0]!;
const paint = (store: Store, colour: number): void =>
  commands.recolour(store, store.mainKey, [first(store).id], colour, "Colour");

// Whose change comes later in the document is decided by the ids; both orders must hold.
describe.each([[[1, 2]], [[2, 1]]] as [[number, number]][])("two people with the ids %j", (ids) => {
  it("keeps one's colour and the other's place", () => {
    const [one, two] = pair(ids);
    paint(one, 2);
    commands.transformParts(two, two.mainKey, [first(two).id], translation(40, 0, 0), "Move");
    meet(one, two);
    expect(first(one)).toMatchObject({ colour: 2 });
    expect(first(one).transform[0]).toBe(40);
  });

  it("keeps one's step and the other's colour", () => {
    const [one, two] = pair(ids);
    const last = one.file(one.mainKey).steps.at(-1)!.id;
    commands.moveToStep(one, one.mainKey, [first(one).id], last, "To step");
    paint(two, 2);
    const id = first(two).id;
    meet(one, two);
    expect(one.file(one.mainKey).lines.get(id)).toMatchObject({ step: last, colour: 2 });
  });

  it("loses no part when either undoes a change that both made at once", () => {
    for (const undoing of [0, 1]) {
      const both = pair(ids);
      const [one, two] = both;
      paint(one, 2);
      paint(two, 14);
      meet(one, two);
      const shown = first(one).colour;
      both[undoing]!.undo();
      meet(one, two);
      expect(placements(one.file(one.mainKey))).toHaveLength(4);
      // Who undoes what still stands gets the colour of before; the other's colour is nobody else's to take back.
      const own = shown === [2, 14][undoing];
      expect(first(one).colour).toBe(own ? 4 : shown);
    }
  });

  it("loses no colour that was there before when the later of two is undone", () => {
    const [one, two] = pair(ids);
    paint(one, 7);
    meet(one, two);
    paint(one, 2);
    paint(two, 14);
    meet(one, two);
    const later = first(one).colour === 2 ? one : two;
    later.undo();
    meet(one, two);
    expect(first(one).colour).toBe(7);
  });

  it("does not take back what another changed afterwards", () => {
    const [one, two] = pair(ids);
    paint(one, 2);
    meet(one, two);
    paint(two, 14);
    meet(one, two);
    one.undo();
    meet(one, two);
    expect(first(two).colour).toBe(14);
    expect(first(one).colour).toBe(14);
  });

  it("keeps a colour given to a part that the other deleted, for when that is undone", () => {
    const [one, two] = pair(ids);
    const { id } = first(one);
    commands.removeParts(one, one.mainKey, [id], "Delete");
    paint(two, 2);
    meet(one, two);
    expect(one.file(one.mainKey).lines.has(id)).toBe(false);
    one.undo();
    meet(one, two);
    expect(two.file(two.mainKey).lines.get(id)).toMatchObject({ colour: 2 });
  });
});
