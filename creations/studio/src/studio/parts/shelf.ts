/** What a designer keeps at hand, in this browser: favourites, what was used last, and the parts they really have. */

interface Kept {
  favourites: string[];
  recent: string[];
  colours: number[];
  /** What I have: `[part, colour, quantity]`, with the name of the file it came from and what is unknown in it. */
  owned: { name: string; lots: [string, number, number][]; unknown?: string[] } | null;
  toured: boolean;
}

const KEY = "prosum-shelf";
const RECENT = 24;
const NOTHING: Kept = { favourites: [], recent: [], colours: [], owned: null, toured: false };

export class Shelf {
  private kept: Kept;

  constructor() {
    try {
      this.kept = {
        ...NOTHING,
        ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Kept>),
      };
    } catch {
      // No storage, or something else wrote into it: an empty shelf is all that is lost.
      this.kept = { ...NOTHING };
    }
  }

  get favourites(): readonly string[] {
    return this.kept.favourites;
  }

  get recent(): readonly string[] {
    return this.kept.recent;
  }

  get colours(): readonly number[] {
    return this.kept.colours;
  }

  get owned(): Kept["owned"] {
    return this.kept.owned;
  }

  get toured(): boolean {
    return this.kept.toured;
  }

  toggleFavourite(part: string): void {
    const had = this.kept.favourites.includes(part);
    this.kept.favourites = had
      ? this.kept.favourites.filter((known) => known !== part)
      : [part, ...this.kept.favourites];
    this.keep();
  }

  noteUsed(part: string, colour: number): void {
    this.kept.recent = [part, ...this.kept.recent.filter((known) => known !== part)].slice(
      0,
      RECENT,
    );
    this.noteColour(colour);
  }

  noteColour(colour: number): void {
    this.kept.colours = [colour, ...this.kept.colours.filter((known) => known !== colour)].slice(
      0,
      12,
    );
    this.keep();
  }

  own(name: string, lots: [string, number, number][], unknown: string[]): void {
    this.kept.owned = { name, lots, unknown };
    this.keep();
  }

  disown(): void {
    this.kept.owned = null;
    this.keep();
  }

  noteToured(): void {
    this.kept.toured = true;
    this.keep();
  }

  private keep(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.kept));
    } catch {
      // A browser that keeps nothing: it lasts as long as the page.
    }
  }
}
