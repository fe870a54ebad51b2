/** The journal in good and bad browsers, and an older layout's edits made again. The rest is walked through from Python. */

import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { translation } from "../../geometry/transform";
import * as commands from "../commands";
import { CASTLE, open } from "../document_fixtures";
import { placements } from "../expand";
import { write } from "../ldraw";
import { Store } from "../store";
import { adopt } from "./adopt";
import { Journal } from "./journal";

Object.assign(globalThis, { IDBKeyRange });

function update(value: number): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap("m").set("v", value);
  return Y.encodeStateAsUpdate(doc);
}

describe("the journal", () => {
  it("keeps what was not confirmed for the next page and for other tabs", async () => {
    const factory = new IDBFactory();
    const first = await Journal.open(1, factory);
    const [one, two] = [update(1), update(2)];
    await first.write(1, one);
    await first.write(1, two);
    const [edit] = await first.unsent(1);
    await first.confirm(1, [edit!]);
    const second = await Journal.open(1, factory);
    expect((await second.unsent(1)).map((known) => known.update)).toEqual([two]);
    expect((await (await Journal.open(2, factory)).unsent(1)).length).toBe(0);
  });

  it("does not forget what another tab was told while a document was on its way", async () => {
    const factory = new IDBFactory();
    const journal = await Journal.open(1, factory);
    await journal.write(1, update(7), true);
    await journal.opened(1, update(1));
    const { base } = await journal.layout(1);
    expect(base).toHaveLength(1);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, base[0]!);
    expect(doc.store.clients.size).toBe(2);
  });

  it.each([
    ["without a database", undefined],
    [
      "whose database will not open",
      {
        open: () => {
          throw new Error("no");
        },
      } as unknown as IDBFactory,
    ],
  ])("lives as long as the page in a browser %s", async (_, factory) => {
    const journal = await Journal.open(1, factory);
    await journal.write(1, update(1));
    const unsent = await journal.unsent(1);
    expect(unsent).toHaveLength(1);
    expect(journal.isLasting).toBe(false);
    await journal.confirm(1, unsent);
    expect(await journal.unsent(1)).toEqual([]);
  });

  it("forgets an older layout only when nothing was written to it for long", async () => {
    const factory = new IDBFactory();
    const journal = await Journal.open(1, factory);
    await journal.opened(1, update(1));
    await journal.opened(2, update(2));
    await journal.older(2);
    expect((await journal.layout(1)).base).toHaveLength(1);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 40 * 24 * 3600 * 1000);
    await journal.older(2);
    expect((await journal.layout(1)).base).toHaveLength(0);
    vi.restoreAllMocks();
  });
});

describe("an older layout's edits", () => {
  const copy = (store: Store): Store => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(store.doc));
    return new Store(doc);
  };
  const castle = open(CASTLE);
  const text = write(castle);
  const lines = placements(castle.file(castle.mainKey)).map((line) => line.id);

  /** What `here` and `there` do to the castle, brought together. */
  function together(
    here: (store: Store) => void,
    there: (store: Store) => void,
  ): { now: Store; overlaps: ReturnType<typeof adopt> } {
    const [after, now] = [copy(castle), copy(castle)];
    here(after);
    there(now);
    return { now, overlaps: adopt(castle, after, now) };
  }
  const nothing = (): void => undefined;

  it("are the same when nothing else was changed, whatever they are", () => {
    const everything = (store: Store): void => {
      const key = store.mainKey;
      commands.recolour(store, key, [lines[0]!], 2, "");
      commands.removeParts(store, key, [lines[3]!], "");
      const { file } = commands.makeSubmodel(store, key, [lines[0]!, lines[2]!], "wall", "");
      commands.renameFile(store, file, "wall 2", "");
      const step = commands.addStep(store, key, "");
      commands.moveToStep(store, key, [lines[1]!], step, "");
      commands.markParts(store, key, [lines[1]!], "hidden", true, "");
    };
    const { now, overlaps } = together(everything, nothing);
    const alone = copy(castle);
    everything(alone);
    const plain = (store: Store): string => write(store).replace(/!PROSUM ID \S+/g, "ID");
    expect(plain(now)).toBe(plain(alone));
    expect(now.hidden.size).toBe(1);
    expect(overlaps).toEqual([]);
  });

  it("change nothing when there are none", () => {
    const { now } = together(nothing, nothing);
    expect(write(now)).toBe(text);
    expect(now.history.undoStack).toHaveLength(0);
  });

  it("made twice are there once", () => {
    const after = copy(castle);
    commands.copyParts(after, after.mainKey, [lines[0]!], [translation(40, 0, 0)], "");
    const now = copy(castle);
    adopt(castle, after, now);
    const once = write(now);
    adopt(castle, after, now);
    expect(write(now)).toBe(once);
  });

  it("go beside what was changed elsewhere, field by field", () => {
    const { now, overlaps } = together(
      (store) => commands.recolour(store, store.mainKey, [lines[0]!], 2, ""),
      (store) =>
        commands.transformParts(store, store.mainKey, [lines[0]!], translation(40, 0, 0), ""),
    );
    const line = placements(now.file(now.mainKey)).find((known) => known.id === lines[0])!;
    expect([line.colour, line.transform[0]]).toEqual([2, 40]);
    expect(overlaps).toEqual([]);
  });

  it("bring back a part that was taken away elsewhere, and say so", () => {
    const { now, overlaps } = together(
      (store) => commands.recolour(store, store.mainKey, [lines[0]!], 2, ""),
      (store) => commands.removeParts(store, store.mainKey, [lines[0]!], ""),
    );
    expect(now.file(now.mainKey).lines.get(lines[0]!)).toMatchObject({ colour: 2 });
    expect(overlaps).toMatchObject([{ line: lines[0], theirs: undefined }]);
  });

  it("do not take away what was changed elsewhere, and say so", () => {
    const { now, overlaps } = together(
      (store) => commands.removeParts(store, store.mainKey, [lines[0]!], ""),
      (store) => commands.recolour(store, store.mainKey, [lines[0]!], 2, ""),
    );
    expect(now.file(now.mainKey).lines.get(lines[0]!)).toMatchObject({ colour: 2 });
    expect(overlaps).toMatchObject([{ line: lines[0], mine: undefined }]);
  });
});
