/** What was changed in this browser, until the server has it: kept through reloads, crashes and closed tabs.
 *
 * One database for all creations. Its rows are Yjs updates: those of a layout that the server has (`sent`) make the
 * document as it was there, with the others it is as it was here. So the edits of a layout that is gone can still be told
 * from what they were made on, and be made again on another (`adopt.ts`).
 */

import * as Y from "yjs";

export interface Edit {
  key: number;
  update: Uint8Array;
}

/** A layout as this browser knows it, with edits that the server never got. */
export interface Layout {
  epoch: number;
  /** Its document as the server had it. */
  base: Uint8Array[];
  edits: Edit[];
}

interface Row {
  key?: number;
  creation: number;
  epoch: number;
  sent: boolean;
  update: Uint8Array;
  /** When it was written, in milliseconds. */
  at: number;
}

const DATABASE = "prosum-workbenches";
const ROWS = "changes";
/** So long may the browser take to open its database; after that the Studio opens without. */
const PATIENCE = 3000;
/** An older layout is kept so long after its last change: a tab may still be open on it, and go on. */
const KEPT_MILLISECONDS = 30 * 24 * 3600 * 1000;

export class Journal {
  /** What the database would not take; kept as long as the page is open. */
  private readonly loose: Row[] = [];
  private nextLoose = -1;
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly creation: number,
    private readonly database: IDBDatabase | undefined,
  ) {}

  /** Never fails: in a browser that keeps nothing (private mode, a full disk), edits live as long as the page. */
  static async open(creation: number, factory?: IDBFactory): Promise<Journal> {
    const wait = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined));
    const opening = factory ? openDatabase(factory).catch(() => undefined) : undefined;
    return new Journal(creation, await Promise.race([opening, wait]));
  }

  /** Whether what is written outlives the page. */
  get isLasting(): boolean {
    return this.database !== undefined && this.loose.length === 0;
  }

  /** What this browser knows of a layout. */
  async layout(epoch: number): Promise<Layout> {
    await this.writing;
    const rows = await this.all((row) => row.epoch === epoch);
    const base = rows.filter((row) => row.sent).map((row) => row.update);
    return { epoch, base, edits: await this.unsent(epoch) };
  }

  /** The document of a layout as the server has it now. */
  async opened(epoch: number, document: Uint8Array): Promise<void> {
    await this.change(async (rows) => {
      // Another tab may have sent more since this document was asked for: nothing it was told is forgotten.
      const known = (await rowsOf(rows, this.creation, epoch)).filter((row) => row.sent);
      for (const row of known) rows.delete(row.key!);
      const update = Y.mergeUpdates([document, ...known.map((row) => row.update)]);
      rows.add(this.row(epoch, update, true));
    });
  }

  /** An edit made here, or (`sent`) a change the server told of. */
  write(epoch: number, update: Uint8Array, sent = false): Promise<void> {
    const row = this.row(epoch, update, sent);
    const written = this.change((rows) => void rows.add(row)).then((isWritten) => {
      if (!isWritten && !sent) this.loose.push({ ...row, key: this.nextLoose-- });
    });
    this.writing = Promise.all([this.writing, written]);
    return written;
  }

  /** What the server has not confirmed, of this and all other tabs, oldest first. */
  async unsent(epoch: number): Promise<Edit[]> {
    await this.writing;
    const loose = this.loose.filter((row) => row.epoch === epoch);
    const kept = await this.all((row) => row.epoch === epoch && !row.sent);
    return [...kept, ...loose].map((row) => ({ key: row.key!, update: row.update }));
  }

  /** The server has these. */
  async confirm(epoch: number, edits: readonly Edit[]): Promise<void> {
    const keys = new Set(edits.map((edit) => edit.key));
    for (let at = this.loose.length - 1; at >= 0; at--)
      if (keys.has(this.loose[at]!.key!)) this.loose.splice(at, 1);
    await this.change((rows) => {
      for (const { key, update } of edits)
        if (key > 0) rows.put({ ...this.row(epoch, update, true), key });
    });
  }

  /** The other layouts that hold edits the server never got; those that hold none are forgotten after a while. */
  async older(epoch: number): Promise<Layout[]> {
    const found = new Map<number, Layout>();
    const rows = await this.all((known) => known.epoch !== epoch);
    const newest = new Map<number, number>();
    for (const row of rows) newest.set(row.epoch, Math.max(row.at, newest.get(row.epoch) ?? 0));
    const old = [...newest]
      .filter(([, at]) => at < Date.now() - KEPT_MILLISECONDS)
      .map(([past]) => past);
    for (const row of rows) {
      const of = found.get(row.epoch) ?? { epoch: row.epoch, base: [], edits: [] };
      found.set(row.epoch, of);
      if (row.sent) of.base.push(row.update);
      else of.edits.push({ key: row.key!, update: row.update });
    }
    for (const past of new Set(old)) if (!found.get(past)?.edits.length) await this.forget(past);
    return [...found.values()].filter((older) => older.edits.length > 0);
  }

  /** `update` does on this layout what the older one's edits did there: it is written, and they are done with, at once. */
  async adopted(older: Layout, epoch: number, update: Uint8Array | undefined): Promise<void> {
    const isWritten = await this.change(async (rows) => {
      for (const { key, update: edit } of older.edits)
        if (key > 0) rows.put({ ...this.row(older.epoch, edit, true), key });
      if (update) rows.add(this.row(epoch, update, false));
    });
    if (!isWritten && update) await this.write(epoch, update);
  }

  close(): void {
    this.database?.close();
  }

  private row(epoch: number, update: Uint8Array, sent: boolean): Row {
    return { creation: this.creation, epoch, sent, update, at: Date.now() };
  }

  private async forget(epoch: number): Promise<void> {
    await this.change(async (rows) => {
      for (const row of await rowsOf(rows, this.creation, epoch)) rows.delete(row.key!);
    });
  }

  private async all(test: (row: Row) => boolean): Promise<Row[]> {
    if (!this.database) return [];
    try {
      const rows = this.database.transaction(ROWS).objectStore(ROWS);
      const range = layoutsOf(this.creation);
      return (await result<Row[]>(rows.index("layout").getAll(range)))
        .filter(test)
        .sort((a, b) => a.key! - b.key!);
    } catch {
      // The database went away: what could not be written to it is in `loose`, and the page goes on with that.
      return [];
    }
  }

  /** One transaction; false when the database would not. */
  private async change(act: (rows: IDBObjectStore) => void | Promise<void>): Promise<boolean> {
    if (!this.database) return false;
    try {
      const transaction = this.database.transaction(ROWS, "readwrite");
      const ended = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
      });
      await Promise.all([act(transaction.objectStore(ROWS)), ended]);
      return true;
    } catch {
      // A full disk, a private window: the caller keeps it in the page, and the page says that it does not last.
      return false;
    }
  }
}

function rowsOf(rows: IDBObjectStore, creation: number, epoch: number): Promise<Row[]> {
  return result<Row[]>(rows.index("layout").getAll([creation, epoch]));
}

/** All layouts of a creation: an array sorts after every number. */
function layoutsOf(creation: number): IDBKeyRange {
  return IDBKeyRange.bound([creation], [creation, []]);
}

function result<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
}

async function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    const rows = request.result.createObjectStore(ROWS, { keyPath: "key", autoIncrement: true });
    rows.createIndex("layout", ["creation", "epoch"]);
  };
  return result<IDBDatabase>(request);
}
