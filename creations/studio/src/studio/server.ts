/** What the Studio asks of the server beside parts, prices and the document itself. */

export class ServerError extends Error {}

export class Server {
  constructor(
    private readonly address: string,
    private readonly token: string,
    private readonly words: { away: string },
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
  }): Promise<{ address: string }> {
    return (await this.post(`${this.address}publish/`, form(fields))).json() as Promise<{
      address: string;
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
    } catch {
      throw new ServerError(this.words.away);
    }
    if (!answer.ok || answer.redirected) {
      const told = (await answer.json().catch(() => ({}))) as { error?: string };
      throw new ServerError(told.error ?? this.words.away);
    }
    return answer;
  }
}

function form(fields: Record<string, string>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
}
