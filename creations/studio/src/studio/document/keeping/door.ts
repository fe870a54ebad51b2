/** The workbench's addresses on the server. */

/** `base` and `newest` are numbers of revisions, 0 for none: what the workbench was laid out from or saved as, and the
 * newest there is. Where they differ, somebody made a revision meanwhile. */
export interface Revisions {
  base: number;
  newest: number;
}

export interface Head extends Revisions {
  /** The number of the last change. */
  number: number;
  /** Which layout the document is. */
  epoch: number;
}

export interface Kept extends Revisions {
  number: number;
  others: Uint8Array[];
}

/** Why the server did not keep a change. */
export type Refused = "signed-out" | "elsewhere" | "gone" | "refused" | "offline";

export class NotKept extends Error {
  constructor(
    readonly why: Refused,
    sentence = "",
  ) {
    super(sentence);
  }
}

const WHY: Record<number, Refused> = {
  400: "refused",
  401: "signed-out",
  403: "signed-out",
  404: "gone",
  409: "elsewhere",
  410: "gone",
  413: "refused",
};
const PATIENCE = 20_000;
/** A request that may outlive its page is no larger. */
const LAST_WORDS = 60_000;

export class Door {
  constructor(
    private readonly address: string,
    /** Asked each time: signing in again in another tab gives the browser another one. */
    private readonly token: () => string,
    private readonly ask: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** The document as one update. Rejects when there is none to be had. */
  async open(): Promise<{ head: Head; update: Uint8Array }> {
    const answer = await this.ask(`${this.address}document/`, {
      headers: { Accept: "application/octet-stream" },
    });
    const head = answer.headers.get("X-Workbench");
    if (!answer.ok || !head) throw new Error(`${answer.status} ${answer.statusText}`);
    const update = new Uint8Array(await answer.arrayBuffer());
    return { head: JSON.parse(head) as Head, update };
  }

  /** Keep a change (it may be empty) and hear what was changed elsewhere since change `after`. Throws NotKept. */
  async keep(epoch: number, after: number, update: Uint8Array): Promise<Kept> {
    let answer: Response;
    try {
      answer = await this.post(epoch, after, update, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.redirected) throw new NotKept("signed-out");
      if (!answer.ok) throw new NotKept(WHY[answer.status] ?? "offline", await sentence(answer));
      const { others, ...kept } = (await answer.json()) as Omit<Kept, "others"> & {
        others: string[];
      };
      return { ...kept, others: others.map(bytes) };
    } catch (error) {
      throw error instanceof NotKept ? error : new NotKept("offline");
    }
  }

  /** Send a change from a page that may be gone in a moment; nobody waits for the answer. */
  leave(epoch: number, after: number, update: Uint8Array): void {
    if (update.length > LAST_WORDS) return;
    this.post(epoch, after, update, { keepalive: true }).catch(() => undefined);
  }

  private post(
    epoch: number,
    after: number,
    update: Uint8Array,
    more: RequestInit,
  ): Promise<Response> {
    return this.ask(`${this.address}changes/?epoch=${epoch}&after=${after}`, {
      method: "POST",
      body: update.slice(),
      headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": this.token() },
      ...more,
    });
  }
}

async function sentence(answer: Response): Promise<string> {
  try {
    return ((await answer.json()) as { error?: string }).error ?? "";
  } catch {
    // A page instead of a sentence, of a proxy or of a fault: the status says enough.
    return "";
  }
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
