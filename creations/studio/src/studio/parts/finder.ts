/** Finds in the catalogue while somebody types: whatever order answers come in, the last question's are shown. */

import { type Found, type Query, searchParts } from "./search";

export class Finder {
  found: Found[] = [];
  /** What all parts are called that were ever found. */
  readonly names = new Map<string, string>();
  busy = false;
  /** Whether the last question got no answer: the network is away. */
  failed = false;
  private next: string | null = null;
  private asked = 0;

  /** `changed` is called when there is something new to show. */
  constructor(private readonly changed: () => void) {}

  get hasMore(): boolean {
    return this.next !== null;
  }

  /** Forget what was found. */
  clear(): void {
    this.asked++;
    this.found = [];
    this.next = null;
    this.busy = false;
    this.failed = false;
  }

  /** Never rejects: see `failed`. */
  async search(query: Query): Promise<void> {
    await this.ask(query, []);
  }

  /** More of the same. */
  async more(): Promise<void> {
    if (this.next !== null && !this.busy) await this.ask(this.next, this.found);
  }

  private async ask(query: Parameters<typeof searchParts>[0], before: Found[]): Promise<void> {
    const asked = ++this.asked;
    this.busy = true;
    this.changed();
    try {
      const { results, next } = await searchParts(query);
      if (asked !== this.asked) return;
      this.found = [...before, ...results];
      for (const { id, name } of results) this.names.set(id, name);
      this.next = next;
      this.failed = false;
    } catch (error) {
      if (asked !== this.asked) return;
      console.warn(error);
      this.failed = true;
    }
    this.busy = false;
    this.changed();
  }
}
