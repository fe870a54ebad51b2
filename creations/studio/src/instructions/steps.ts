/** What each step of a pack adds. */

import type { Pack } from "../viewer/pack";

export interface Added {
  part: string;
  colour: number;
  quantity: number;
}

/** For each step the lots it adds, the most first. */
export function addedBySteps(pack: Pick<Pack, "lots" | "steps">): Added[][] {
  const steps = Array.from({ length: pack.steps }, () => new Map<string, Added>());
  for (const lot of pack.lots) {
    for (const step of lot.steps) {
      const known = steps[Math.min(step, steps.length - 1)]!;
      const key = `${lot.part}:${lot.colour}`;
      const added = known.get(key);
      if (added) added.quantity++;
      else known.set(key, { part: lot.part, colour: lot.colour, quantity: 1 });
    }
  }
  return steps.map((lots) => [...lots.values()].sort((a, b) => b.quantity - a.quantity || (a.part < b.part ? -1 : 1)));
}
