/** Boxes by place, for "what is near here" among ten thousand. */

import { type Box, overlap } from "./box";

const CELL = 80;
/** A box over more cells than this is looked at in every search instead. */
const MAX_CELLS = 256;

export class BoxIndex {
  readonly boxes = new Map<number, Box>();
  private readonly cells = new Map<string | number, Set<number>>();
  private readonly large = new Set<number>();

  add(id: number, box: Box): void {
    this.boxes.set(id, box);
    const cells = cellsOf(box);
    if (cells === undefined) this.large.add(id);
    else
      for (const cell of cells) {
        const there = this.cells.get(cell);
        if (there) there.add(id);
        else this.cells.set(cell, new Set([id]));
      }
  }

  remove(id: number): void {
    const box = this.boxes.get(id);
    if (!box) return;
    this.boxes.delete(id);
    this.large.delete(id);
    for (const cell of cellsOf(box) ?? []) {
      const there = this.cells.get(cell);
      there?.delete(id);
      if (there?.size === 0) this.cells.delete(cell);
    }
  }

  /** The ids of boxes that overlap `box` by more than `by`. */
  overlapping(box: Box, by = 0): number[] {
    const found = new Set<number>();
    const look = (id: number): void => {
      if (overlap(this.boxes.get(id)!, box, by)) found.add(id);
    };
    for (const id of this.large) look(id);
    const cells = cellsOf(box);
    if (cells === undefined) for (const id of this.boxes.keys()) look(id);
    else for (const cell of cells) for (const id of this.cells.get(cell) ?? []) look(id);
    return [...found];
  }
}

function cellsOf({ low, high }: Box): number[] | undefined {
  const x0 = Math.floor(low[0] / CELL),
    x1 = Math.floor(high[0] / CELL);
  const y0 = Math.floor(low[1] / CELL),
    y1 = Math.floor(high[1] / CELL);
  const z0 = Math.floor(low[2] / CELL),
    z1 = Math.floor(high[2] / CELL);
  if ((x1 - x0 + 1) * (y1 - y0 + 1) * (z1 - z0 + 1) > MAX_CELLS) return undefined;
  const cells: number[] = [];
  for (let i = x0; i <= x1; i++)
    for (let j = y0; j <= y1; j++)
      for (let k = z0; k <= z1; k++) {
        cells.push((i + 10_000) * 400_000_000 + (j + 10_000) * 20_000 + (k + 10_000));
      }
  return cells;
}
