/** Speaks to the server for a document: sends what the journal holds, brings what others changed.
 *
 * The network may come and go, answers may be lost, tabs may die: what is not confirmed is sent again, and a change that
 * arrives twice is there once, because it is an update of a Yjs document.
 */

import * as Y from "yjs";
import { type Door, type Head, NotKept, type Refused, type Revisions } from "./door";
import type { Journal } from "./journal";
import type { Overlaps } from "./overlaps";

export type State = "saved" | "saving" | Refused;

/** Where a change in the document comes from, when not from a person in this tab. */
export const ELSEWHERE = Symbol("the server");
export const OTHER_TAB = Symbol("another tab of this browser");
export const JOURNAL = Symbol("this browser's journal");

const DELAY = 700;
const LATEST = 1500;
/** Another tab has written it down and sends it; this one only does if that one cannot. */
const OTHERS_DELAY = 10_000;
const LONGEST_PAUSE = 20_000;
const DATABASE_PATIENCE = 3000;
const NOTHING = new Uint8Array();
/** What cannot be mended by sending again. */
const FINAL: readonly State[] = ["elsewhere", "refused", "gone"];

export class Link {
  state: State = "saved";
  /** The server's words about a change it refused. */
  problem = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since = 0;
  private pause = 1000;
  private busy: Promise<void> | undefined;
  /** Edits in the journal that the server may not have: counted, so that one made while sending is not forgotten. */
  private edits = 0;
  private confirmed = 0;
  /** This tab's unconfirmed edits, for its last words. */
  private own: Uint8Array[] = [];
  private readonly watchers = new Set<() => void>();

  constructor(
    private readonly doc: Y.Doc,
    private readonly journal: Journal,
    private readonly overlaps: Overlaps,
    private readonly head: Head,
    private readonly door: Door,
    private readonly tabs?: BroadcastChannel,
  ) {
    tabs?.addEventListener("message", (event: MessageEvent<Uint8Array>) =>
      Y.applyUpdate(doc, event.data, OTHER_TAB),
    );
    doc.on("update", (update: Uint8Array, origin: unknown) => this.follow(update, origin));
  }

  watch(act: () => void): void {
    this.watchers.add(act);
  }

  /** Whether the server has everything. */
  get isSaved(): boolean {
    return this.edits === this.confirmed;
  }

  get revisions(): Revisions {
    const { base, newest } = this.head;
    return { base, newest };
  }

  /** Whether a revision was made that this work is not built upon. */
  get isSuperseded(): boolean {
    return this.head.newest !== this.head.base;
  }

  get isLasting(): boolean {
    return this.journal.isLasting;
  }

  get epoch(): number {
    return this.head.epoch;
  }

  /** The server told, in an answer of another kind, that there is a newer revision. */
  heardOf(newest: number): void {
    this.head.newest = newest;
    this.tell(this.state);
  }

  /** The workbench was saved as this revision. */
  saved(revision: number): void {
    this.head.base = this.head.newest = revision;
    this.tell(this.state);
  }

  /** The journal holds edits from before. */
  remember(): void {
    this.edits++;
    this.schedule();
  }

  /** Send what is left and ask what is new, now; rejects when the server has not everything then. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    await this.busy;
    await this.send();
    if (!this.isSaved || this.state !== "saved") {
      throw new NotKept(this.state === "signed-out" ? "signed-out" : "offline", this.problem);
    }
  }

  send(): Promise<void> {
    this.busy ??= this.post().finally(() => (this.busy = undefined));
    return this.busy;
  }

  /** The tab may be gone in a moment. The journal has it whatever becomes of this. */
  lastWords(): void {
    if (this.own.length === 0 || FINAL.includes(this.state)) return;
    this.door.leave(this.head.epoch, this.head.number, Y.mergeUpdates(this.own));
  }

  /** End: no more is sent from here. */
  close(): void {
    clearTimeout(this.timer);
    this.tabs?.close();
    this.state = "gone";
  }

  private follow(update: Uint8Array, origin: unknown): void {
    if (origin === JOURNAL) return;
    if (origin === ELSEWHERE) {
      void this.journal.write(this.head.epoch, update, true);
      return;
    }
    this.edits++;
    if (origin === OTHER_TAB) {
      this.schedule(OTHERS_DELAY);
      return;
    }
    this.own.push(update);
    void this.journal.write(this.head.epoch, update);
    this.tabs?.postMessage(update);
    this.schedule();
  }

  private schedule(delay = DELAY): void {
    if (FINAL.includes(this.state)) return;
    const now = performance.now();
    if (!this.since) this.since = now;
    clearTimeout(this.timer);
    const wait =
      this.state === "offline"
        ? this.pause
        : Math.max(0, Math.min(delay, this.since + Math.max(LATEST, delay) - now));
    this.timer = setTimeout(() => void this.send(), wait);
    if (this.state === "saved") this.tell("saving");
  }

  private async post(): Promise<void> {
    if (FINAL.includes(this.state)) return;
    this.since = 0;
    const { epoch } = this.head;
    const edits = this.edits;
    const own = this.own.length;
    const confirmOverlaps = this.overlaps.mark();
    const unsent = await patiently(this.journal.unsent(epoch), []);
    // This tab's own are in the journal too, unless the browser's database is slow: the server must not wait for that.
    const updates = [...unsent.map((edit) => edit.update), ...this.own];
    const update = updates.length > 0 ? Y.mergeUpdates(updates) : NOTHING;
    try {
      const { number, others, base, newest } = await this.door.keep(
        epoch,
        this.head.number,
        update,
      );
      Object.assign(this.head, { number, base, newest });
      for (const other of others) Y.applyUpdate(this.doc, other, ELSEWHERE);
      await patiently(this.journal.confirm(epoch, unsent), undefined);
      this.own.splice(0, own);
      this.confirmed = edits;
      confirmOverlaps();
      this.pause = 1000;
      this.problem = "";
      this.tell(this.isSaved ? "saved" : "saving");
    } catch (error) {
      this.fail(error instanceof NotKept ? error : new NotKept("offline"));
      if (!(error instanceof NotKept)) throw error;
    }
  }

  private fail({ why, message }: NotKept): void {
    this.problem = message;
    if (why === "offline" || why === "signed-out") {
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
      clearTimeout(this.timer);
      if (!this.isSaved) this.timer = setTimeout(() => void this.send(), this.pause);
    }
    this.tell(this.isSaved && why === "offline" ? "saved" : why);
  }

  private tell(state: State): void {
    this.state = state;
    for (const act of this.watchers) act();
  }
}

/** What the browser's database answers, or `instead` when it takes too long. */
function patiently<T>(answer: Promise<T>, instead: T): Promise<T> {
  const late = new Promise<T>((resolve) => setTimeout(resolve, DATABASE_PATIENCE, instead));
  return Promise.race([answer, late]);
}
