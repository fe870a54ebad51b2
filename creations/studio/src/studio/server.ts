/** What the Studio asks of the server beside parts, prices and the document itself. */

import { Away, SignedOut } from "./network";
import { Refusal } from "./refusal";

/** How many parts one side changed. */
export interface Counts {
  added: number;
  removed: number;
  recoloured: number;
  moved: number;
}

export interface Both {
  base: number;
  newest: number;
  mine: Counts;
  theirs: Counts;
  /** The parts that each side changed. */
  both: string[];
}

/** There is a newer revision than the one the work lies on. */
export class Superseded extends Refusal {
  constructor(
    message: string,
    readonly newest: number,
  ) {
    super(message);
  }
}

/** What another site has no number for: how many lots, and the first of them in words. */
export interface LeftOut {
  site: string;
  number: number;
  lots: string[];
}

/** All its methods throw Refusal: the server said why not, or the network is away. */
export class Server {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  /** Save a revision on top of `base`, the one the workbench was opened from or last saved as. `over` names a newer one
   * that the designer has seen and builds upon all the same. Throws Superseded for one they have not. */
  async save(
    message: string,
    base: number,
    over = 0,
  ): Promise<{ revision: number; parts: number }> {
    const body = form({ message, base: String(base), over: String(over) });
    return this.told(`${this.address}save/`, body);
  }

  async publish(fields: {
    title: string;
    licence: string;
    message: string;
    save: string;
    base: string;
    edition: string;
  }): Promise<{ address: string; edition: number }> {
    return this.told(`${this.address}publish/`, form(fields));
  }

  /** What the workbench and the newest revision each changed since the one they share. */
  async both(): Promise<Both> {
    return this.told(`${this.address}both/`);
  }

  /** Put what is unsaved into a creation of its own; the newest revision takes its place. */
  async copy(epoch: number): Promise<{ address: string; title: string }> {
    return this.told(`${this.address}copy/`, form({ epoch: String(epoch) }));
  }

  /** A model file of any kind, as LDraw text. */
  async read(file: File): Promise<{ name: string; text: string }> {
    const body = new FormData();
    body.set("file", file);
    return (await this.post("/studio/read/", body)).json() as Promise<{
      name: string;
      text: string;
    }>;
  }

  /** The lots of a parts list or a model file, and sentences about what is unknown in it. */
  async lotsIn(file: File): Promise<{ lots: [string, number, number][]; unknown: string[] }> {
    const body = new FormData();
    body.set("file", file);
    body.set("parts", "1");
    return this.told("/studio/read/", body);
  }

  /** Lots as a parts list in one of the formats, with what its site has no number for. */
  async list(
    format: string,
    lots: [string, number, number, boolean, boolean, number][],
  ): Promise<{ list: Blob; leftOut?: LeftOut }> {
    const address = `/studio/lists/${format}/`;
    const answer = await this.post(address, JSON.stringify(lots), "application/json");
    const told = answer.headers.get("X-Left-Out");
    return { list: await answer.blob(), ...(told ? { leftOut: JSON.parse(told) as LeftOut } : {}) };
  }

  private async told<T>(address: string, body?: FormData): Promise<T> {
    return (await this.post(address, body)).json() as Promise<T>;
  }

  /** Without a body it only asks. */
  private async post(address: string, body?: BodyInit, type?: string): Promise<Response> {
    let answer: Response;
    try {
      answer = await fetch(address, {
        ...(body ? { method: "POST", body } : {}),
        headers: {
          "X-CSRFToken": this.token,
          Accept: "application/json",
          ...(type ? { "Content-Type": type } : {}),
        },
      });
    } catch (error) {
      throw new Away(error);
    }
    if (answer.redirected) throw new SignedOut();
    if (!answer.ok) throw await refusalOf(answer);
    return answer;
  }
}

/** The server's own sentence, where it gave one. */
async function refusalOf(answer: Response): Promise<Refusal> {
  const text = await answer.text();
  try {
    const { error, newest, edition } = JSON.parse(text) as {
      error?: string;
      newest?: number;
      edition?: number;
    };
    if (error && newest) return new Superseded(error, newest);
    if (error) return Object.assign(new Refusal(error), { edition });
  } catch {
    // A page instead of a sentence: of a proxy, or of a fault.
  }
  return new Away(`${answer.status} ${answer.statusText} for ${answer.url}`);
}

function form(fields: Record<string, string>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
}
