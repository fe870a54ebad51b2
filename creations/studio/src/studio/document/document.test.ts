import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { IDENTITY, translation } from "../geometry/transform";
import { Refusal } from "../refusal";
import * as commands from "./commands";
import { CASTLE, open, perform } from "./document_fixtures";
import { keyOf, partsList, placements } from "./expand";
import { read, write } from "./ldraw";
import { type File, isPlacement } from "./shape";
import { Store } from "./store";

const all = (part: string) => part;
/** What the server lays out of a text, as an update in Base64, and how it writes it. */
function laidOut(text: string): [string, string] {
  const script = [
    "import base64, json, sys",
    "from creations.ldraw import read, write",
    "from creations.ldraw.identity import assign_ids",
    "from creations.workbench.document import to_shared",
    "document = read(json.load(sys.stdin).encode())",
    "assign_ids(document)",
    "update = base64.b64encode(to_shared(document).get_update()).decode()",
    "json.dump([update, write(document).decode()], sys.stdout)",
  ].join("\n");
  return python(script, text) as [string, string];
}

function python(script: string, input: unknown): unknown {
  const root = resolve(import.meta.dirname, "../../../../..");
  const said = execFileSync(resolve(root, ".venv/bin/python"), ["-c", script], {
    cwd: root,
    input: JSON.stringify(input),
  });
  return JSON.parse(said.toString());
}

/** The lots that `creations/ldraw` counts in each text, each named by a Python expression, with its quantity; 0 lots if none. */
function counts(texts: string[], name: string): [string, number][][] {
  const script = [
    "import json, sys",
    "from creations import ldraw",
    "def lots(text):",
    "    try: return ldraw.parts_list(ldraw.read(text.encode()))",
    "    except ldraw.LDrawError: return []",
    `lists = [sorted([${name}, lot.quantity] for lot in lots(text)) for text in json.load(sys.stdin)]`,
    "json.dump(lists, sys.stdout)",
  ].join("\n");
  return python(script, texts) as [string, number][][];
}
const withoutIds = (text: string): string => text.replace(/0 !PROSUM ID \S+\r\n/g, "");
const main = (store: Store): File => store.file(store.mainKey);
const ids = (store: Store): string[] => placements(main(store)).map((line) => line.id);

describe("reading and writing", () => {
  it("writes what it read, word for word but for the ids", () => {
    expect(withoutIds(write(open(CASTLE)))).toBe(CASTLE);
  });

  it("puts an id before the lines that speak of its placement", () => {
    const text =
      "0 A\r\n0 BFC INVERTNEXT\r\n0 MLCAD BTG roof\r\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\r\n";
    expect(
      write(open(text))
        .split("\r\n")
        .map((line) => line.slice(0, 12)),
    ).toEqual(["0 A", "0 !PROSUM ID", "0 BFC INVERT", "0 MLCAD BTG ", "1 4 0 0 0 1 ", ""]);
  });

  it("writes what the server laid out as it was read", () => {
    const text = [
      "hello",
      "",
      "0  FILE a.ldr ",
      "0 A",
      "0 // b  ",
      "0 STEP ",
      "0  MLCAD BTG  roof ",
      "",
      "0 NOFILE ",
      "",
      "0 FILE b.dat",
      "0 !LDRAW_ORG Unofficial_Part",
      "2 24 0 0 0  1 1 1",
      "",
      "",
    ];
    const line = " 1 0x4 0.00 -0 1e-3 1 0 0 0 1 0 0 0 1  my part.dat ";
    text.splice(7, 0, line);
    for (const ends of ["\n", "\r\n", "\r", "mixed"]) {
      const joined =
        ends === "mixed"
          ? text.map((one, k) => one + ["\n", "\r\n", "\r"][k % 3]).join("")
          : text.join(ends);
      const [update, expected] = laidOut(joined);
      const doc = new Y.Doc();
      Y.applyUpdate(doc, Buffer.from(update, "base64"));
      expect(write(new Store(doc))).toBe(expected);
      expect(expected).toContain(line);
    }
  });

  it("keeps the ids it finds", () => {
    const first = write(open(CASTLE));
    expect(write(open(first))).toBe(first);
  });

  it("refuses a placement that is cut off, and says in which line", () => {
    expect(() => read("0 Name\n1 4 0 0 0 3001.dat", "bad.ldr")).toThrow("bad.ldr, 2");
  });

  it("writes small numbers without an exponent", () => {
    const store = open("1 4 0.0000001 0 0 1 0 0 0 1 0 0 0 1 3001.dat");
    expect(write(store)).toContain("1 4 0.0000001 0 0 ");
  });
});

describe("the parts list", () => {
  it("counts through submodels and lets colour 16 take the placement's colour", () => {
    const store = open(CASTLE);
    expect(
      partsList(store, store.mainKey, all).map((lot) => [lot.part, lot.colour, lot.quantity]),
    ).toEqual([
      ["3001", 4, 1],
      ["3001", 14, 1],
      ["3004", 1, 1],
      ["3005", 2, 1],
      ["3005", 16, 1],
    ]);
  });
});

describe("commands", () => {
  it("undoes and redoes each by itself", () => {
    const store = open(CASTLE);
    const start = write(store);
    commands.addParts(
      store,
      store.mainKey,
      [{ reference: "3005.dat", colour: 4, transform: IDENTITY }],
      "Add",
    );
    const after = write(store);
    commands.recolour(store, store.mainKey, ids(store), 1, "Colour");
    store.undo();
    expect(write(store)).toBe(after);
    store.undo();
    expect(write(store)).toBe(start);
    store.redo();
    expect(write(store)).toBe(after);
    expect(store.labels()).toEqual({ done: ["Add"], undone: ["Colour"] });
  });

  it("makes a submodel and explodes it to the same places", () => {
    const store = open(CASTLE);
    const before = placements(main(store)).map((line) => line.transform);
    const chosen = ids(store).filter((_, index) => index !== 1);
    const made = commands.makeSubmodel(store, store.mainKey, chosen, "walls", "Submodel");
    expect(placements(main(store))).toHaveLength(2);
    expect(store.file(made.file).name).toBe("walls.ldr");
    commands.explodeSubmodel(store, store.mainKey, made.line, "Explode");
    expect(store.files.has(made.file)).toBe(false);
    const after = placements(main(store)).map((line) => line.transform);
    expect(new Set(after.map(String))).toEqual(new Set(before.map(String)));
  });

  it("renames a submodel wherever it is placed", () => {
    const store = open(CASTLE);
    const tower = store.named("tower.ldr")!;
    commands.renameFile(store, tower.key, "keep", "Rename");
    expect(store.named("keep.ldr")?.key).toBe(tower.key);
    expect(placements(main(store)).map((line) => line.reference)).toContain("keep.ldr");
  });

  it("will not place a model inside itself", () => {
    const store = open(CASTLE);
    const tower = store.named("tower.ldr")!;
    expect(() =>
      commands.placeSubmodel(store, tower.key, store.mainKey, IDENTITY, "Place"),
    ).toThrow(Refusal);
  });

  it("gives copies of a group a group of their own", () => {
    const store = open(CASTLE);
    const [made] = commands.copyParts(
      store,
      store.mainKey,
      [ids(store)[2]!],
      [translation(40, 0, 0)],
      "Copy",
    );
    const copy = main(store).lines.get(made!);
    expect(isPlacement(copy) && copy.group).toBe("roof 2");
  });

  it("adds, moves and removes steps without losing a part", () => {
    const store = open(CASTLE);
    const count = ids(store).length;
    const step = commands.addStep(store, store.mainKey, "Step");
    commands.moveToStep(store, store.mainKey, [ids(store)[0]!], step, "To step");
    commands.moveStep(store, store.mainKey, step, 0, "Earlier");
    expect(placements(main(store))[0]!.step).toBe(step);
    commands.removeStep(store, store.mainKey, step, "Remove");
    expect(ids(store)).toHaveLength(count);
    expect(
      main(store)
        .steps.slice(0, -1)
        .every((known) => known.end),
    ).toBe(true);
  });

  it("brings a file in under names that are free", () => {
    const store = open(CASTLE);
    const line = commands.bringIn(
      store,
      store.mainKey,
      read(CASTLE, "castle.ldr"),
      translation(200, 0, 0),
      "Import",
    );
    expect(placements(main(store)).find((known) => known.id === line)?.reference).toBe(
      "castle 2.ldr",
    );
    expect(store.named("tower 2.ldr")).toBeDefined();
    const total = partsList(store, store.mainKey, all).reduce((sum, lot) => sum + lot.quantity, 0);
    expect(total).toBe(10);
  });

  it("forgets the marks of what is deleted", () => {
    const store = open(CASTLE);
    const [first] = ids(store);
    commands.markParts(store, store.mainKey, [first!], "hidden", true, "Hide");
    commands.removeParts(store, store.mainKey, [first!], "Delete");
    expect(store.hidden.size).toBe(0);
    store.undo();
    expect(store.hidden.size).toBe(1);
  });
});

const command = fc.tuple(fc.nat(17), fc.nat(400), fc.integer({ min: 1, max: 6 }), fc.nat(60));

describe("any sequence of commands", () => {
  it("leaves the starting document when all is undone, and comes back when all is redone", () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 25 }), (sequence) => {
        const store = open(CASTLE);
        const start = write(store);
        for (const one of sequence) perform(store, one);
        const end = write(store);
        while (store.history.undoStack.length > 0) store.undo();
        expect(write(store)).toBe(start);
        while (store.history.redoStack.length > 0) store.redo();
        expect(write(store)).toBe(end);
      }),
      { numRuns: 150 },
    );
  });

  it("keeps the mirror equal to the Yjs document", () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 20 }), (sequence) => {
        const store = open(CASTLE);
        for (const one of sequence) perform(store, one);
        expect(write(new Store(store.doc))).toBe(write(store));
        const copy = new Y.Doc();
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(store.doc));
        expect(write(new Store(copy))).toBe(write(store));
      }),
      { numRuns: 60 },
    );
  });

  it("counts what other programs take back, leave out and draw of segments as `creations/ldraw` does", () => {
    const brick = "1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat";
    const said = [
      brick,
      brick.replace("3001", "3024"),
      brick.replace("3001", "hasvL6"),
      brick.replace("3001.dat", "hose.ldr"),
      brick.replace("3001", "LS51"),
      brick.replace("3001", "LS50"),
      "0 STEP",
      "0 BUFEXCHG A STORE",
      "0 BUFEXCHG A RETRIEVE",
      "0 BUFEXCHG B STORE",
      "0 bufexchg b retrieve",
      "0 !LPUB PLI BEGIN IGN",
      "0 !LPUB PLI END",
      "0 !LPUB PART BEGIN IGN",
      "0 !LPUB PART END",
      "0 SYNTH BEGIN HOSE_8.5L 2",
      "0 SYNTH END",
      "0 !LDCAD PATH_LENGTH [main=20mm]",
      "0 !LDCAD GENERATED [generator=LDCad 1.6]",
    ];
    const hose = ["0 FILE hose.ldr", "0 Hose, 12L", "0 !LDCAD GENERATED", "3 16 0 0 0 1 0 0 0 1 0"];
    const some = fc.array(fc.constantFrom(...said), { minLength: 1, maxLength: 25 });
    const texts = fc
      .sample(some, 300)
      .map((lines) => ["0 FILE a.ldr", "0 A", brick, ...lines, ...hose, ""].join("\r\n"));
    const shown = texts.map((text) => {
      const store = open(text);
      return partsList(store, store.mainKey, all)
        .map((lot) => [keyOf(lot), lot.quantity])
        .sort();
    });
    const counted = counts(
      texts,
      "f'{lot.part}:{lot.colour}:{lot.custom}:{lot.flexible}:{lot.length_mm}'",
    );
    texts.forEach((text, k) => {
      expect(shown[k], text).toEqual(
        counted[k]!.map(([key, n]) => [
          key.replace(/True|False/g, (word) => word.toLowerCase()),
          n,
        ]).sort(),
      );
    });
  });

  it("exports a file in which `creations/ldraw` counts the parts that the panel shows", () => {
    const sequences = fc.sample(fc.array(command, { minLength: 1, maxLength: 25 }), 120);
    const stores = sequences.map((sequence) => {
      const store = open(CASTLE);
      for (const one of sequence) perform(store, one);
      // The library refuses a model without parts, and says so; that is another test's matter.
      if (partsList(store, store.mainKey, all).length === 0) perform(store, [0, 0, 1, 0]);
      return store;
    });
    const shown = stores.map((store) =>
      partsList(store, store.mainKey, all).map(({ part, colour, quantity }) => [
        [part, colour],
        quantity,
      ]),
    );
    const expected = counts(stores.map(write), "[lot.part, lot.colour]");
    sequences.forEach((sequence, k) =>
      expect(shown[k], `after ${JSON.stringify(sequence)}`).toEqual(expected[k]),
    );
  });
});
