/** The document with its history: commands change it, everything else reads it.
 *
 * The truth is the Yjs document; `files` mirrors it in plain objects, so that reading costs nothing. Whoever wants to know
 * of changes subscribes and is told, file by file, which lines came, went or changed.
 */

import * as Y from "yjs";
import * as records from "./records";
import { type File, type Line, normalise, type Step } from "./shape";
import { takeBack } from "./undoing";

export interface FileChange {
  /** Lines that came, went or changed. */
  lines: Set<string>;
  /** Steps, or the file itself. */
  frame: boolean;
}

export interface Change {
  files: Map<string, FileChange>;
  /** Hidden or locked lines, as `file/line`. */
  marks: Set<string>;
  /** Whether files came, went or were renamed. */
  listing: boolean;
  /** Made here by a command, by undo or redo, or by somebody else. */
  by: "command" | "history" | "others";
}

type Marks = "hidden" | "locked";

const OTHERS = Symbol("what others wrote");

export class Store {
  readonly files = new Map<string, File>();
  readonly hidden = new Set<string>();
  readonly locked = new Set<string>();
  readonly history: Y.UndoManager;
  private readonly subscribers = new Set<(change: Change) => void>();
  private readonly shared: Y.Map<records.SharedFile>;
  private readonly about: Y.Map<unknown>;
  private names: Map<string, string> | undefined;
  private label = "";

  constructor(readonly doc: Y.Doc) {
    this.shared = doc.getMap("files");
    this.about = doc.getMap("about");
    const marks = [doc.getMap("hidden"), doc.getMap("locked")];
    this.history = new Y.UndoManager([this.shared, this.about, ...marks], {
      captureTimeout: 0,
      trackedOrigins: new Set([this]),
      // Else undoing the later of two changes made at once takes the key away with both (yjs issue 514).
      ignoreRemoteMapChanges: true,
    });
    this.history.on(
      "stack-item-added",
      (event: { stackItem: { meta: Map<unknown, unknown> }; type: string }) => {
        if (!event.stackItem.meta.has("label")) event.stackItem.meta.set("label", this.label);
      },
    );
    for (const key of this.shared.keys()) this.mirror(key);
    this.mirrorMarks();
    doc.on("afterTransaction", (transaction: Y.Transaction) => this.follow(transaction));
  }

  get mainKey(): string {
    return String(this.about.get("main") ?? "");
  }

  get isPacked(): boolean {
    return Boolean(this.about.get("packed")) || this.files.size > 1;
  }

  /** How lines end, and whether the last one does. */
  get ends(): { newline: string; unended: boolean } {
    const newline = String(this.about.get("newline") ?? "\r\n");
    return { newline, unended: this.about.get("unended") === true };
  }

  get preamble(): string {
    return String(this.about.get("preamble") ?? "");
  }

  file(key: string): File {
    const file = this.files.get(key);
    if (!file) throw new Error(`there is no file ${key}`);
    return file;
  }

  /** The file a reference leads to, if it is one of the document's. */
  named(reference: string): File | undefined {
    if (!this.names) {
      this.names = new Map();
      for (const file of this.inOrder()) {
        const name = normalise(file.name);
        if (!this.names.has(name)) this.names.set(name, file.key);
      }
    }
    const key = this.names.get(normalise(reference));
    return key === undefined ? undefined : this.files.get(key);
  }

  /** All files, the main model first. */
  inOrder(): File[] {
    const main = this.mainKey;
    return [...this.files.values()].sort(
      (a, b) =>
        Number(b.key === main) - Number(a.key === main) ||
        a.order - b.order ||
        (a.key < b.key ? -1 : 1),
    );
  }

  subscribe(act: (change: Change) => void): () => void {
    this.subscribers.add(act);
    return () => this.subscribers.delete(act);
  }

  /** One step of history: everything `act` writes is undone together. */
  change(label: string, act: (write: Write) => void): void {
    this.label = label;
    this.history.stopCapturing();
    this.doc.transact(() => act(new Write(this.doc, this)), this);
  }

  undo(): void {
    this.label = labelOf(this.history.undoStack.at(-1));
    takeBack(this.doc, this.history.undoStack.at(-1), OTHERS, () => this.history.undo());
  }

  redo(): void {
    this.label = labelOf(this.history.redoStack.at(-1));
    takeBack(this.doc, this.history.redoStack.at(-1), OTHERS, () => this.history.redo());
  }

  /** What was done and can be undone, oldest first, and what can be done again. */
  labels(): { done: string[]; undone: string[] } {
    return {
      done: this.history.undoStack.map(labelOf),
      undone: this.history.redoStack.map(labelOf).reverse(),
    };
  }

  private follow(transaction: Y.Transaction): void {
    const change: Change = {
      files: new Map(),
      marks: new Set(),
      listing: false,
      by: this.author(transaction),
    };
    const of = (key: string): FileChange => {
      let found = change.files.get(key);
      if (!found) {
        found = { lines: new Set(), frame: false };
        change.files.set(key, found);
      }
      return found;
    };
    for (const [type, keys] of transaction.changed as Map<
      Y.AbstractType<unknown>,
      Set<string | null>
    >) {
      if (type === (this.shared as unknown)) {
        for (const key of keys)
          if (key !== null) {
            of(key).frame = true;
            change.listing = true;
            this.mirror(key, of(key));
          }
        continue;
      }
      if (type === (this.about as unknown)) {
        change.listing = true;
        continue;
      }
      const name = rootName(type);
      if (name === "hidden" || name === "locked") {
        for (const key of keys) if (key !== null) change.marks.add(key);
        this.mirrorMarks();
        continue;
      }
      const key = this.keyOf(type);
      if (key === undefined) continue;
      const file = this.files.get(key);
      const shared = this.shared.get(key);
      if (!file || !shared) continue;
      if (type === (shared as unknown)) {
        change.listing = true;
        this.mirror(key, of(key));
      } else if (type === shared.get("steps") || type === shared.get("stepFields")) {
        of(key).frame = true;
        file.steps = records.allSteps(shared);
      } else if (type === shared.get("lines") || type === shared.get("lineFields")) {
        const isField = type === shared.get("lineFields");
        for (const name of keys) {
          if (name === null) continue;
          const id = isField ? records.owner(name).id : name;
          const line = records.line(shared, id);
          if (isField && !line && !file.lines.has(id)) continue;
          of(key).lines.add(id);
          if (line) file.lines.set(id, line);
          else file.lines.delete(id);
        }
      }
    }
    if (change.files.size === 0 && change.marks.size === 0 && !change.listing) return;
    if (change.listing) this.names = undefined;
    for (const act of this.subscribers) act(change);
  }

  private author(transaction: Y.Transaction): Change["by"] {
    if (transaction.origin === this) return "command";
    return transaction.origin === this.history ? "history" : "others";
  }

  private keyOf(type: Y.AbstractType<unknown>): string | undefined {
    for (
      let at: Y.AbstractType<unknown> | null = type;
      at;
      at = at.parent as Y.AbstractType<unknown> | null
    ) {
      if (at.parent === (this.shared as unknown)) return at._item?.parentSub ?? undefined;
    }
    return undefined;
  }

  private mirror(key: string, change?: FileChange): void {
    const shared = this.shared.get(key);
    const before = this.files.get(key);
    if (change) for (const id of before?.lines.keys() ?? []) change.lines.add(id);
    if (!shared) {
      this.files.delete(key);
      return;
    }
    const lines = records.allLines(shared);
    if (change) for (const id of lines.keys()) change.lines.add(id);
    this.files.set(key, {
      key,
      name: String(shared.get("name")),
      order: Number(shared.get("order")),
      kind: shared.get("kind") as File["kind"],
      closed: Boolean(shared.get("closed")),
      outside: String(shared.get("outside") ?? ""),
      ...optional(shared, "opening"),
      ...optional(shared, "closing"),
      text: String(shared.get("text") ?? ""),
      steps: records.allSteps(shared),
      lines,
    });
  }

  private mirrorMarks(): void {
    for (const [name, kept] of [
      ["hidden", this.hidden],
      ["locked", this.locked],
    ] as const) {
      kept.clear();
      for (const key of this.doc.getMap(name).keys()) kept.add(key);
    }
  }
}

/** What a command may write; only `Store.change` makes one. */
export class Write {
  constructor(
    private readonly doc: Y.Doc,
    private readonly store: Store,
  ) {}

  setLine(file: string, line: Line): void {
    records.put(this.shared(file), "lines", line);
  }

  deleteLine(file: string, id: string): void {
    records.entries(this.shared(file), "lines")?.delete(id);
    for (const marks of ["hidden", "locked"] as const) this.setMark(marks, file, id, false);
  }

  setStep(file: string, step: Step): void {
    records.put(this.shared(file), "steps", step);
  }

  deleteStep(file: string, id: string): void {
    records.entries(this.shared(file), "steps")?.delete(id);
  }

  addFile(file: File): void {
    this.doc.getMap("files").set(file.key, records.newFile(file));
  }

  renameFile(file: string, name: string): void {
    this.setFrame(file, "name", name);
  }

  /** What is said of a file as a whole. */
  setFrame(file: string, name: string, value: string | number | boolean): void {
    this.shared(file).set(name, value);
  }

  deleteFile(file: string): void {
    this.doc.getMap("files").delete(file);
  }

  setMark(marks: Marks, file: string, id: string, on: boolean): void {
    const map = this.doc.getMap(marks);
    const key = `${file}/${id}`;
    if (on && !map.has(key)) map.set(key, true);
    else if (!on && (this.store[marks].has(key) || map.has(key))) map.delete(key);
  }

  private shared(file: string): Y.Map<unknown> {
    const found = this.doc.getMap("files").get(file);
    if (!(found instanceof Y.Map)) throw new Error(`there is no file ${file}`);
    return found;
  }
}

function labelOf(item: { meta: Map<unknown, unknown> } | undefined): string {
  return String(item?.meta.get("label") ?? "");
}

function rootName(type: Y.AbstractType<unknown>): string {
  if (type._item) return "";
  for (const [name, value] of type.doc?.share ?? []) if (value === type) return name;
  return "";
}

function optional(shared: Y.Map<unknown>, name: "opening" | "closing"): { [name: string]: string } {
  const value = shared.get(name);
  return typeof value === "string" ? { [name]: value } : {};
}
