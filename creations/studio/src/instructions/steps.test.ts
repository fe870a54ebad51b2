import { describe, expect, it } from "vitest";
import type { Lot } from "../viewer/pack";
import { addedBySteps } from "./steps";

const lot = (part: string, colour: number, steps: number[]): Lot => ({ part, colour, steps, frame: 0, matrices: [], look: { name: "", rgb: [0, 0, 0], alpha: 1, metalness: 0, roughness: 0 } });

describe("what a step adds", () => {
  it("counts each lot in its step and leaves no part out", () => {
    const added = addedBySteps({ steps: 3, lots: [lot("3001", 4, [0, 0, 2]), lot("3005", 1, [1]), lot("3001", 1, [0])] });
    expect(added).toEqual([
      [{ part: "3001", colour: 4, quantity: 2 }, { part: "3001", colour: 1, quantity: 1 }],
      [{ part: "3005", colour: 1, quantity: 1 }],
      [{ part: "3001", colour: 4, quantity: 1 }],
    ]);
  });
});
