/** What lots cost in the shops, asked for in one request for all that is new. */

import { ask } from "../network";

/** What one costs, and how many the shops have. */
export interface Price {
  /** Ten-thousandths of the currency unit: a piece may cost 0.035. */
  each: number;
  available: number;
}

/** Minor units of so many pieces, rounded once, half up, as the server does it for an order's line. */
export function linePrice(price: Price, quantity: number): number {
  return Math.floor((price.each * quantity + 50) / 100);
}

/** As many as the server prices in one answer. */
const MOST_AT_ONCE = 5000;

export class Prices {
  private readonly known = new Map<string, Price | null>();
  private readonly wanted = new Map<string, [string, number]>();
  private timer = 0;

  constructor(
    private readonly address: string,
    readonly currency: string,
    private readonly changed: () => void,
  ) {}

  /** The price, null when nobody has it, undefined while it is not known yet. */
  get(part: string, colour: number): Price | null | undefined {
    const key = `${part}:${colour}`;
    const found = this.known.get(key);
    if (found === undefined && !this.wanted.has(key)) {
      this.wanted.set(key, [part, colour]);
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.ask(), 120);
    }
    return found;
  }

  private async ask(): Promise<void> {
    const lots = [...this.wanted.values()].slice(0, MOST_AT_ONCE);
    try {
      const answer = await ask(this.address, {
        method: "POST",
        body: JSON.stringify(lots),
        headers: { "Content-Type": "application/json" },
      });
      const { prices } = (await answer.json()) as { prices: Record<string, [number, number]> };
      for (const [part, colour] of lots) {
        const key = `${part}:${colour}`;
        const found = prices[key];
        this.known.set(key, found ? { each: found[0], available: found[1] } : null);
        this.wanted.delete(key);
      }
      this.changed();
      if (this.wanted.size) this.timer = window.setTimeout(() => void this.ask(), 120);
    } catch (error) {
      // Prices come when the network does: whoever looks for one after a while asks again.
      console.info(error);
      window.setTimeout(() => this.wanted.clear(), 5000);
    }
  }
}
