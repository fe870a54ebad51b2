/** A small castle, opened as the Studio opens it, and commands by number: for the tests of the document. */

import * as Y from "yjs";
import { rotation, translation } from "../geometry/transform";
import * as commands from "./commands";
import { placements } from "./expand";
import { read } from "./ldraw";
import { newFile } from "./records";
import { Store } from "./store";

export const CASTLE = [
  "0 FILE castle.ldr",
  "0 Castle",
  "0 Name: castle.ldr",
  "1 4 0 -24 0 1 0 0 0 1 0 0 0 1 3001.dat",
  "1 16 60 -24 0 0 0 1 0 1 0 -1 0 0 tower.ldr",
  "0 STEP",
  "0 MLCAD BTG roof",
  "1 14 0 -48 0 1 0 0 0 1 0 0 0 1 3001.dat",
  "0 ROTSTEP 30 45 0 ABS",
  "1 1 0 -72 0 1 0 0 0 1 0 0 0 1 3004.dat",
  "0 FILE tower.ldr",
  "0 Tower",
  "1 16 0 0 0 1 0 0 0 1 0 0 0 1 3005.dat",
  "1 2 0 -24 0 1 0 0 0 1 0 0 0 1 3005.dat",
  "",
].join("\r\n");

/** A document laid out from LDraw text, as the server lays it out. */
export function open(text: string): Store {
  const doc = new Y.Doc();
  const files = read(text, "model.ldr");
  doc.transact(() => {
    for (const file of files) doc.getMap("files").set(file.key, newFile(file));
    doc.getMap("about").set("main", files[0]!.key);
    doc.getMap("about").set("packed", files.length > 1);
  });
  return new Store(doc);
}

/** Random commands by number: which, on which parts, with which amount. */
export function perform(
  store: Store,
  [which, from, count, amount]: readonly [number, number, number, number],
): void {
  const file = store.file(store.mainKey);
  const known = placements(file).map((line) => line.id);
  const chosen =
    known.length > 0
      ? Array.from({ length: count }, (_, k) => known[(from + k * 7) % known.length]!)
      : [];
  const key = store.mainKey;
  const step = file.steps[amount % file.steps.length]!.id;
  const acts: (() => void)[] = [
    () =>
      commands.addParts(
        store,
        key,
        [
          {
            reference: `300${1 + (amount % 5)}.dat`,
            colour: amount % 16,
            transform: translation(from, -24 * count, amount),
          },
        ],
        "a",
        step,
      ),
    () => commands.removeParts(store, key, chosen, "b"),
    () =>
      commands.transformParts(
        store,
        key,
        chosen,
        rotation([0, 1, 0], 90 * (amount % 4), [from, 0, 0]),
        "c",
      ),
    () => commands.recolour(store, key, chosen, amount % 20, "d"),
    () => commands.replaceParts(store, key, chosen, "3003.dat", () => [0, amount, 0], "e"),
    () => commands.copyParts(store, key, chosen, [translation(amount, 0, 20)], "f"),
    () => commands.groupParts(store, key, chosen, "g", "g"),
    () => commands.ungroupParts(store, key, chosen, "h"),
    () =>
      commands.markParts(store, key, chosen, amount % 2 ? "hidden" : "locked", amount % 3 > 0, "i"),
    () => commands.addStep(store, key, "j", step),
    () => commands.removeStep(store, key, step, "k"),
    () => commands.moveStep(store, key, step, from % 5, "l"),
    () => commands.moveToStep(store, key, chosen, step, "m"),
    () => void (chosen.length > 0 && commands.makeSubmodel(store, key, chosen, "sub", "n")),
    () => void (chosen[0] && commands.explodeSubmodel(store, key, chosen[0], "o")),
    () => commands.renameFile(store, [...store.files.keys()].at(-1)!, `n${amount}`, "p"),
    () => commands.bringIn(store, key, read(CASTLE, "castle.ldr"), translation(amount, 0, 0), "q"),
    () => commands.setSteps(store, key, [known.slice(0, amount), known.slice(amount)], "r"),
  ];
  acts[which % acts.length]!();
}
