/** Browsers without windows, for tests: a program that does what each line of its input says, and answers each with one.
 *
 * A browser has its own database and network; in it runs what runs in the Studio's page: document, journal, link.
 */

import { createInterface } from "node:readline";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import type { Placement } from "../shape";
import { Store } from "../store";
import { Door } from "./door";
import { Journal } from "./journal";
import { type Opened, open } from "./open";

Object.assign(globalThis, { IDBKeyRange });

/** `lost`: requests arrive, their answers do not. */
type Network = "up" | "down" | "lost";

interface Page {
  opened: Opened;
  store: Store;
  journal: Journal;
}

class Browser {
  private readonly database = new IDBFactory();
  private network: Network = "up";
  private page: Page | undefined;

  constructor(
    private readonly address: string,
    private readonly creation: number,
    private readonly cookie: string,
    private readonly token: string,
  ) {}

  async open(): Promise<unknown> {
    this.crash();
    const journal = await Journal.open(this.creation, this.database);
    const door = new Door(
      this.address,
      () => this.token,
      (input, init) => this.ask(input as string, init),
    );
    const opened = await open(door, journal);
    this.page = { opened, journal, store: new Store(opened.doc) };
    return this.look();
  }

  /** The page is gone, without a last word. */
  crash(): void {
    this.page?.opened.link.close();
    this.page = undefined;
  }

  connect(network: Network): void {
    this.network = network;
  }

  async send(): Promise<unknown> {
    await this.page!.opened.link.send();
    return this.look();
  }

  add(id: string, x: number, colour: number): void {
    const { store } = this.page!;
    const step = store.file(store.mainKey).steps.at(-1)!.id;
    const line: Placement = {
      id,
      step,
      order: x,
      colour,
      transform: [x, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1],
      reference: "3005.dat",
      group: id,
    };
    store.change("add", (write) => write.setLine(store.mainKey, line));
  }

  set(id: string, field: "colour" | "x", value: number): void {
    const { store } = this.page!;
    const line = store.file(store.mainKey).lines.get(id) as Placement;
    const [, ...rest] = line.transform;
    const changed =
      field === "colour"
        ? { ...line, colour: value }
        : { ...line, transform: [value, ...rest] as unknown as Placement["transform"] };
    store.change(field, (write) => write.setLine(store.mainKey, changed));
  }

  remove(id: string): void {
    const { store } = this.page!;
    store.change("remove", (write) => write.deleteLine(store.mainKey, id));
  }

  undo(): void {
    this.page!.store.undo();
  }

  /** What the person sees. */
  look(): unknown {
    if (!this.page) return { isOpen: false };
    const { opened, store } = this.page;
    const lines: Record<string, [colour: number, x: number]> = {};
    for (const [id, line] of store.file(store.mainKey).lines)
      if ("reference" in line) lines[id] = [line.colour, line.transform[0]];
    const { link, overlaps } = opened;
    return {
      isOpen: true,
      lines,
      state: link.state,
      isSaved: link.isSaved,
      epoch: link.epoch,
      ...link.revisions,
      hasAdopted: opened.hasAdopted,
      overlaps: overlaps.found,
    };
  }

  private async ask(input: string, init?: RequestInit): Promise<Response> {
    const { network } = this;
    if (network === "down") throw new TypeError("the network is down");
    const headers = { ...init?.headers, Cookie: this.cookie, Referer: this.address };
    const answer = await fetch(input, { ...init, headers, redirect: "manual" });
    const body = await answer.arrayBuffer();
    if (network === "lost" || this.network === "down") throw new TypeError("the answer is lost");
    return new Response(body, { status: answer.status, headers: answer.headers });
  }
}

const browsers = new Map<string, Browser>();

async function act(name: string, verb: string, values: never[]): Promise<unknown> {
  if (verb === "begin") {
    browsers.set(name, new Browser(...(values as unknown as [string, number, string, string])));
    return null;
  }
  const browser = browsers.get(name)!;
  const method = browser[verb as "look"] as (...values: never[]) => unknown;
  return (await method.apply(browser, values)) ?? null;
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const [number, name, verb, ...values] = JSON.parse(line) as [number, string, string];
  act(name, verb, values).then(
    (answer) => console.log(JSON.stringify([number, answer])),
    (error: unknown) => console.log(JSON.stringify([number, { error: String(error) }])),
  );
});
process.stdin.on("close", () => process.exit());
