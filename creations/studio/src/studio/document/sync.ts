/** Keeps every change: in this browser at once, in its other tabs, and on the server within two seconds.
 *
 * The network may come and go, tabs may be closed or crash: what the server has not confirmed is sent again, and what two
 * places changed at once is merged, because both are updates of one Yjs document.
 */

import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

export type State = "saved" | "saving" | "offline" | "signed-out" | "elsewhere" | "refused";

export interface Opening {
  doc: Y.Doc;
  sync: Sync;
}

interface Head {
  number: number;
  epoch: number;
  /** The revision the workbench was laid out from or saved as, and the newest there is; 0 for none. */
  base: number;
  newest: number;
}

const DELAY = 700;
const LATEST = 1500;
const ASK_EVERY = 15_000;
const LONGEST_PAUSE = 20_000;
const REMOTE = Symbol("another place");

export async function open(address: string, creation: number, token: string): Promise<Opening> {
  const answer = await fetch(`${address}document/`, {
    headers: { Accept: "application/octet-stream" },
  });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  const head = JSON.parse(answer.headers.get("X-Workbench") ?? "{}") as Head;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(await answer.arrayBuffer()), REMOTE);
  const sent = Y.encodeStateVector(doc);
  const name = `prosum-${creation}-${head.epoch}`;
  const kept = new IndexeddbPersistence(name, doc);
  // A browser that keeps nothing (private mode, a full disk) must not keep the Studio from opening.
  await Promise.race([kept.whenSynced, new Promise((resolve) => setTimeout(resolve, 3000))]).catch(
    () => undefined,
  );
  return { doc, sync: new Sync(doc, sent, name, head, address, token) };
}

export class Sync {
  state: State = "saved";
  /** The revision the workbench was last saved as. */
  revision: number;
  problem = "";
  private readonly channel: BroadcastChannel | undefined;
  private timer = 0;
  private since = 0;
  private pause = 1000;
  private busy: Promise<void> | undefined;
  private number: number;
  private dirty: boolean;
  private readonly watchers = new Set<() => void>();

  constructor(
    private readonly doc: Y.Doc,
    private sent: Uint8Array,
    name: string,
    private readonly head: Head,
    private readonly address: string,
    private readonly token: string,
  ) {
    this.number = head.number;
    this.revision = head.base;
    this.channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(name);
    this.channel?.addEventListener("message", (event: MessageEvent<Uint8Array>) =>
      Y.applyUpdate(doc, event.data, this.channel),
    );
    doc.on("update", (update: Uint8Array, origin: unknown) => this.follow(update, origin));
    // What a closed or crashed tab left in this browser and never sent.
    this.dirty = missing(doc, sent).length > EMPTY_UPDATE;
    if (this.dirty) this.schedule();
    window.addEventListener("online", () => void this.send());
    window.addEventListener("pagehide", () => this.lastWords());
    document.addEventListener("visibilitychange", () =>
      document.hidden ? this.lastWords() : void this.send(),
    );
    setInterval(() => {
      if (!document.hidden && document.hasFocus() && navigator.onLine) void this.send();
    }, ASK_EVERY);
  }

  watch(act: () => void): void {
    this.watchers.add(act);
  }

  /** Whether the server has everything. */
  get isSaved(): boolean {
    return !this.dirty;
  }

  /** Send what is left, now; rejects when the server cannot be reached. */
  async flush(): Promise<void> {
    window.clearTimeout(this.timer);
    await this.busy;
    if (this.dirty) await this.send();
    if (this.dirty) throw new Error(this.state);
  }

  private follow(update: Uint8Array, origin: unknown): void {
    if (origin === REMOTE) return;
    if (origin !== this.channel) this.channel?.postMessage(update);
    this.dirty = true;
    this.schedule(origin === this.channel ? 10_000 : DELAY);
  }

  private schedule(delay = DELAY): void {
    const now = performance.now();
    if (!this.since) this.since = now;
    window.clearTimeout(this.timer);
    const wait =
      this.state === "offline"
        ? this.pause
        : Math.max(0, Math.min(delay, this.since + Math.max(LATEST, delay) - now));
    this.timer = window.setTimeout(() => void this.send(), wait);
    if (this.state === "saved") this.tell("saving");
  }

  private send(): Promise<void> {
    this.busy ??= this.post().finally(() => (this.busy = undefined));
    return this.busy;
  }

  private async post(): Promise<void> {
    if (this.state === "elsewhere" || this.state === "refused") return;
    this.since = 0;
    const vector = Y.encodeStateVector(this.doc);
    const update = this.dirty ? missing(this.doc, this.sent) : new Uint8Array();
    const wasDirty = this.dirty;
    this.dirty = false;
    try {
      const answer = await fetch(
        `${this.address}changes/?epoch=${this.head.epoch}&after=${this.number}`,
        {
          method: "POST",
          body: update.slice(),
          headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": this.token },
          signal: AbortSignal.timeout(20_000),
        },
      );
      if (answer.redirected || answer.status === 401) return this.fail("signed-out", wasDirty);
      if (answer.status === 403) return this.fail("signed-out", wasDirty);
      if (answer.status === 409) return this.fail("elsewhere", wasDirty);
      if (answer.status === 400 || answer.status === 413) {
        this.problem = ((await answer.json()) as { error: string }).error;
        return this.fail("refused", wasDirty);
      }
      if (!answer.ok) return this.fail("offline", wasDirty);
      const { number, others, base } = (await answer.json()) as Omit<Head, "epoch"> & {
        others: string[];
      };
      this.number = number;
      this.revision = base;
      this.sent = vector;
      for (const other of others)
        Y.applyUpdate(
          this.doc,
          Uint8Array.from(atob(other), (letter) => letter.charCodeAt(0)),
          REMOTE,
        );
      this.pause = 1000;
      this.tell(this.dirty ? "saving" : "saved");
    } catch {
      this.fail("offline", wasDirty);
    }
  }

  private fail(state: State, wasDirty: boolean): void {
    this.dirty ||= wasDirty;
    if (state === "offline" || state === "signed-out") {
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
      window.clearTimeout(this.timer);
      if (this.dirty) this.timer = window.setTimeout(() => void this.send(), this.pause);
    }
    this.tell(this.dirty || state !== "offline" ? state : "saved");
  }

  /** The tab may be gone in a moment: a request that outlives it. The browser's own copy is there whatever becomes of it. */
  private lastWords(): void {
    if (!this.dirty || this.state === "elsewhere") return;
    const body = missing(this.doc, this.sent).slice();
    if (body.length > 60_000) return;
    void fetch(`${this.address}changes/?epoch=${this.head.epoch}&after=${this.number}`, {
      method: "POST",
      body,
      keepalive: true,
      headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": this.token },
    }).catch(() => undefined); // nobody is there any more to be told; this browser keeps it
  }

  private tell(state: State): void {
    this.state = state;
    for (const act of this.watchers) act();
  }
}

/** An update that says nothing has two bytes. */
const EMPTY_UPDATE = 2;

function missing(doc: Y.Doc, vector: Uint8Array): Uint8Array {
  return Y.encodeStateAsUpdate(doc, vector);
}
