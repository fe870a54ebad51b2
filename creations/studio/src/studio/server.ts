/** What the Studio asks of the server beside parts, prices and the document itself. */

import { Away } from "./network";
import { Refusal } from "./refusal";

/** All its methods throw Refusal: the server said why not, or the network is away. */
export class Server {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  /** Save a revision on top of `base`, the one the workbench was opened from or last saved as. */
  async save(message: string, base: number): Promise<{ revision: number; parts: number }> {
    return (
      await this.post(`${this.address}save/`, form({ message, base: String(base) }))
    ).json() as Promise<{
      revision: number;
      parts: number;
    }>;
  }

  async publish(fields: {
    title: string;
    licence: string;
    message: string;
    save: string;
    base: string;
    edition: string;
  }): Promise<{ address: string; edition: number }> {
    return (await this.post(`${this.address}publish/`, form(fields))).json() as Promise<{
      address: string;
      edition: number;
    }>;
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

  /** The lots of a parts list or a model file. */
  async lotsIn(file: File): Promise<[string, number, number][]> {
    const body = new FormData();
    body.set("file", file);
    body.set("parts", "1");
    const { lots } = (await (await this.post("/studio/read/", body)).json()) as {
      lots: [string, number, number][];
    };
    return lots;
  }

  /** Lots as a parts list in one of the formats. */
  async list(format: string, lots: [string, number, number][]): Promise<Blob> {
    return (
      await this.post(`/studio/lists/${format}/`, JSON.stringify(lots), "application/json")
    ).blob();
  }

  private async post(address: string, body: BodyInit, type?: string): Promise<Response> {
    let answer: Response;
    try {
      answer = await fetch(address, {
        method: "POST",
        body,
        headers: {
          "X-CSRFToken": this.token,
          Accept: "application/json",
          ...(type ? { "Content-Type": type } : {}),
        },
      });
    } catch (error) {
      throw new Away(error);
    }
    if (!answer.ok || answer.redirected) throw await refusalOf(answer);
    return answer;
  }
}

/** The server's own sentence, where it gave one. */
async function refusalOf(answer: Response): Promise<Refusal> {
  const text = await answer.text();
  try {
    const { error, edition } = JSON.parse(text) as { error?: string; edition?: number };
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
