/** Which lines of a model are parts to be had, and which are only shown: as `creations/ldraw/listing.py` tells, which says why. */

import { type File, inOrder, isPlacement, normalise, type Placement } from "./shape";

/** A hose, band or cable as one part; `colour` as in a placement, `length` in mm or 0. */
export interface Flexible {
  name: string;
  colour: number;
  length: number;
}

/** `apart` are the ids of lines that count for nothing by themselves. */
export interface Listing {
  apart: ReadonlySet<string>;
  flexible: readonly Flexible[];
}

/** What LSynth draws with the piece that a reference names, or nothing. */
export type Piece = (reference: string) => string;

const PLAIN: Listing = { apart: new Set(), flexible: [] };
const SPEAKS = /^\s*0\s+!?(?:BUFEXCHG|LPUB|PLIST|MLCAD\s+SKIP_\w+|L?SYNTH|LDCAD\s+GENERATED)\b/im;
const OF_A_SET = "(?:[\\w.-]+ - )?(?:[\\w ]+/)?";
const HELPER = new RegExp(
  `^${OF_A_SET}(?:arrow\\d*|har\\d{3}|h[ad]s[hv]l\\d|her|hn\\d|mark-(?:cross|tick)|ls(?:0\\d|1\\d\\d))\\.dat$`,
);
const PIECE = new RegExp(`^${OF_A_SET}ls[1-9]\\d\\.dat$`);
const PIECE_WORDS =
  /~|"|\bLSynth\b|\bSynthesis Part\b|\b(?:End|Middle|Start) Piece\b|\bCross Section\b|\s-(?=\s|$)/gi;
const LENGTH = /(?<![\d.])(\d{1,4}(?:[.,]\d{1,3})?)[\s_]?(L|MM|CM)(?![A-Z])/i;
const PATH_LENGTH = /^\s*0\s+!(?:LDCAD\s+)?PATH_LENGTH\b.*?\[\w+=(\d{1,6}(?:\.\d+)?)\s*(mm|L)?\]/i;
const UNITS: Record<string, number> = { "": 0.4, L: 8, MM: 1, CM: 10 };

/** Whether a reference is of something that only explains: an arrow, a mark, a point of a hose. */
export function isHelper(reference: string, title = ""): boolean {
  return HELPER.test(normalise(reference)) || /^lsynth constraint/i.test(title);
}

/** What LSynth draws with a piece of this name and title (of the file it is in, if it is in one); nothing for another part. */
export function pieceOf(reference: string, title = ""): string {
  if (!PIECE.test(normalise(reference)) && !/lsynth/i.test(title)) return "";
  return title.replace(PIECE_WORDS, " ").split(/\s+/).filter(Boolean).join(" ") || "Hose";
}

/** What a text's first line says it is, as `File.title` does. */
export function titleOf(text: string): string {
  const first = text.split("\n").find((line) => line.trim()) ?? "";
  const title = /^\s*0\s+(.*\S)/.exec(first)?.[1] ?? "";
  return /^(!|name:|file |author:|\/\/)/i.test(title) ? "" : title;
}

/** The length in mm that a kind or title tells, or 0. */
function lengthOf(name: string): number {
  const match = LENGTH.exec(name);
  return match ? length(match[1]!.replace(",", "."), match[2]!) : 0;
}

function length(value: string, unit: string): number {
  return Math.round(Number(value) * UNITS[unit.toUpperCase()]!);
}

/** What the lines of a model are. */
export function listing(file: File, piece: Piece): Listing {
  let speaks = false;
  for (const line of file.lines.values()) {
    speaks ||= isPlacement(line) ? piece(line.reference) !== "" : SPEAKS.test(line.text);
    if (speaks) break;
  }
  if (!speaks) return PLAIN;
  const reader = new Reader(file, piece);
  for (const line of inOrder(file)) {
    if (isPlacement(line)) reader.place(line);
    else for (const text of line.text.split("\n")) reader.obey(text);
  }
  return reader.listing();
}

/** A line or a flexible part that was placed. `before` is what stood there already: an entry, or -1. */
interface Entry {
  id: string;
  key: string;
  before: number;
  ignored: boolean;
  isSegment: boolean;
  flexible?: Made;
}

interface Made {
  name: string;
  colour: number | undefined;
  length: number;
  colours: Map<number, number>;
}

class Reader {
  private readonly entries: Entry[] = [];
  private readonly buffers = new Map<string, number>();
  private readonly apart = new Set<string>();
  private readonly title: string;
  private last = -1;
  private ignoring = false;
  private skipping = false;
  private isGenerated = false;
  private told = 0;
  private inside: Made | undefined;
  private run: Made | undefined;
  private ends = { first: "", before: "" };

  constructor(
    file: File,
    private readonly piece: Piece,
  ) {
    const first = inOrder(file)[0];
    const named = normalise(file.name).split("/").at(-1)!;
    const title = first && !isPlacement(first) ? titleOf(first.text) : "";
    this.title = title || named.replace(/\.[^.]*$/, "");
  }

  place({ id, reference, colour }: Placement): void {
    const name = normalise(reference);
    const key = `${name}:${colour}`;
    if (this.skipping) this.apart.add(id);
    else if (this.inside) {
      count(this.inside.colours, colour);
      this.add(id, key, true);
    } else {
      const kind = this.piece(reference);
      if (kind) this.continueRun(name, kind, colour);
      else this.run = undefined;
      this.add(id, key, kind !== "");
      if (kind && this.isOver(name)) this.run = undefined;
    }
  }

  /** A piece of a run. What began with an end piece is over with the next one of its kind. */
  private continueRun(name: string, kind: string, colour: number): void {
    if (this.run) return;
    this.run = this.begin(kind, colour);
    this.ends = { first: name, before: name };
  }

  private isOver(name: string): boolean {
    const { first, before } = this.ends;
    this.ends = { first, before: name };
    return name === first && before !== first;
  }

  private add(id: string, key: string, isSegment: boolean, flexible?: Made): void {
    const entry: Entry = { id, key, before: this.last, ignored: this.ignoring, isSegment };
    if (flexible) entry.flexible = flexible;
    this.entries.push(entry);
    this.last = this.entries.length - 1;
  }

  private begin(name: string, colour: number | undefined, told = 0): Made {
    const made = { name, colour, length: told || lengthOf(name), colours: new Map() };
    this.add("", `${name}:${colour ?? -1}`, false, made);
    return made;
  }

  obey(text: string): void {
    this.told ||= toldLength(text);
    if (this.isGenerated) this.countFace(text);
    if (!SPEAKS.test(text)) return;
    const words = text.trim().split(/\s+/);
    const said = words
      .slice(1)
      .map((word) => word.toUpperCase().replace(/^!/, ""))
      .join(" ");
    const match = /^BUFEXCHG (\S+) (STORE|RETRIEVE)\b/.exec(said);
    if (match?.[2] === "STORE") this.buffers.set(match[1]!, this.last);
    else if (match) this.retrieve(match[1]!);
    else if (/^(LPUB PART BEGIN IGN|MLCAD SKIP_BEGIN)\b/.test(said)) this.skipping = true;
    else if (/^(LPUB PART END|MLCAD SKIP_END)\b/.test(said)) this.skipping = false;
    else if (/^(LPUB (PLI|BOM)|PLIST) (BEGIN IGN|END)\b/.test(said)) {
      this.ignoring = said.includes("BEGIN");
      this.run = undefined;
    } else if (/^L?SYNTH (BEGIN|END)\b/.test(said)) this.synthesize(said.includes("BEGIN"), words);
    else if (/^LDCAD GENERATED\b/.test(said)) this.generate();
  }

  private retrieve(buffer: string): void {
    const stored = this.buffers.get(buffer);
    if (stored === undefined) return;
    this.last = stored;
    this.run = undefined;
  }

  private synthesize(begins: boolean, words: string[]): void {
    if (this.isGenerated || (begins && this.skipping)) return;
    const colour = colourOf(words[4]);
    this.inside = begins ? this.begin(words[3] ?? this.title, colour) : undefined;
    if (begins) this.run = undefined;
  }

  private generate(): void {
    if (this.isGenerated || this.skipping) return;
    this.inside = this.begin(this.title, undefined, this.told);
    this.isGenerated = true;
    this.run = undefined;
  }

  private countFace(text: string): void {
    const colour = /^[34]\s/.test(text) ? colourOf(text.split(/\s+/)[1]) : undefined;
    if (colour !== undefined) count(this.inside!.colours, colour);
  }

  /** What is there in the end: what was taken back is not, and what took its place counts. */
  listing(): Listing {
    const there = new Set<number>();
    for (let at = this.last; at >= 0; at = this.entries[at]!.before) there.add(at);
    const flexible: Flexible[] = [];
    const floating = new Map<string, number>();
    this.entries.forEach((entry, index) => {
      if (!there.has(index)) {
        if (!entry.ignored && !entry.isSegment) count(floating, entry.key);
        this.apart.add(entry.id);
        return;
      }
      const takesAPlace = entry.ignored && (floating.get(entry.key) ?? 0) > 0;
      if (takesAPlace) floating.set(entry.key, floating.get(entry.key)! - 1);
      const counts = takesAPlace || !entry.ignored;
      if (entry.flexible) {
        if (counts) flexible.push(finished(entry.flexible));
      } else if (entry.isSegment || !counts) this.apart.add(entry.id);
    });
    return { apart: this.apart, flexible };
  }
}

function finished({ name, colour, length, colours }: Made): Flexible {
  const most = [...colours].sort(([, a], [, b]) => b - a)[0];
  return { name, colour: colour ?? most?.[0] ?? 16, length };
}

function toldLength(text: string): number {
  const match = PATH_LENGTH.exec(text);
  return match ? length(match[1]!, match[2] ?? "") : 0;
}

/** The code that a colour's word means. */
export function colourOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  if (/^\d+$/.test(word)) return Number(word);
  const hexadecimal = /^(?:0x|#)([\da-f]+)$/i.exec(word);
  return hexadecimal ? Number.parseInt(hexadecimal[1]!, 16) : undefined;
}

function count<Key>(found: Map<Key, number>, key: Key): void {
  found.set(key, (found.get(key) ?? 0) + 1);
}
