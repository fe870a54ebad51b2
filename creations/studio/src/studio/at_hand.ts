/** What a designer works with at the moment: the colour, the grid, the magnet, how far a key turns. */

/** Grids in LDU along the ground, coarse first; 0 is none. */
export const GRIDS = [20, 10, 4, 1, 0] as const;
/** How far one press of a key turns, in degrees. */
export const TURNS = [90, 45, 22.5, 15, 5, 1] as const;

/** One of GRIDS, in LDU. */
export type Grid = (typeof GRIDS)[number];

export class AtHand {
  /** An LDraw code. */
  colour = 4;
  grid: Grid = 10;
  /** Whether connectors draw what is carried. */
  magnetic = true;
  /** In degrees. */
  turnStep: number = TURNS[0];

  nextGrid(): void {
    this.grid = GRIDS[(GRIDS.indexOf(this.grid) + 1) % GRIDS.length]!;
  }

  nextTurn(): void {
    const known: readonly number[] = TURNS;
    this.turnStep = TURNS[(known.indexOf(this.turnStep) + 1) % TURNS.length]!;
  }
}
