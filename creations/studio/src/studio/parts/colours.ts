/** LDraw's colours as the page tells them. */

import type { Finish } from "../../core/batches";

/** A colour of LDraw; `code` is its number there. */
export interface Colour extends Finish {
  code: number;
  name: string;
  /** For the page: `#c91a09`. */
  css: string;
  finish: string;
}

type Row = [
  code: number,
  name: string,
  rgb: string,
  alpha: number,
  finish: string,
  metalness: number,
];

const DIRECT = 0x2000000;

export class Colours {
  readonly all: Colour[];
  private readonly listed: Set<number>;
  private readonly byCode = new Map<number, Colour>();

  constructor(rows: Row[]) {
    this.all = rows.map(([code, name, rgb, alpha, finish, metalness]) => ({
      code,
      name,
      css: `#${rgb}`,
      finish,
      alpha: alpha / 255,
      metalness,
      rgb: linear(Number.parseInt(rgb, 16)),
    }));
    this.listed = new Set(this.all.map((colour) => colour.code));
    for (const colour of this.all) this.byCode.set(colour.code, colour);
  }

  /** Any colour a file may name: a code, or a direct colour such as 0x2FF8800. */
  get(code: number): Colour {
    let found = this.byCode.get(code);
    if (!found) {
      const rgb = code >= DIRECT ? code & 0xffffff : 0x8a8a8a;
      const css = `#${rgb.toString(16).padStart(6, "0")}`;
      found = {
        code,
        name: code >= DIRECT ? css : String(code),
        css,
        finish: "unknown",
        alpha: 1,
        metalness: 0,
        rgb: linear(rgb),
      };
      this.byCode.set(code, found);
    }
    return found;
  }

  /** Whether it is one of LDraw's. */
  isKnown(code: number): boolean {
    return this.listed.has(code);
  }
}

function linear(rgb: number): [number, number, number] {
  const channel = (shift: number): number => {
    const value = ((rgb >> shift) & 255) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(16), channel(8), channel(0)];
}
