/** Parts the open file places and the library does not have yet: fetched, and asked for until they are here. */

import { Away } from "../network";
import type { Library } from "../parts/library";

const AGAIN_MILLISECONDS = 15_000;

export class MissingParts {
  /** The lines that wait for each part. */
  private readonly lines = new Map<string, Set<string>>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isTold = false;

  /** `arrived` gets the lines that can be shown now; `lacking` how many parts the network does not bring, once. */
  constructor(
    private readonly library: Library,
    private readonly arrived: (lines: Set<string>) => void,
    private readonly lacking: (parts: number) => void,
  ) {}

  /** Another file is opened. */
  clear(): void {
    this.lines.clear();
  }

  note(part: string, line: string): void {
    this.lines.set(part, (this.lines.get(part) ?? new Set()).add(line));
  }

  async fetch(): Promise<void> {
    clearTimeout(this.timer);
    const wanted = [...this.lines.keys()];
    if (wanted.length === 0) return;
    try {
      await this.library.fetch(wanted);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      console.warn(error);
      this.waitForNetwork();
      return;
    }
    this.isTold = false;
    const lines = new Set(wanted.flatMap((part) => [...(this.lines.get(part) ?? [])]));
    for (const part of wanted) this.lines.delete(part);
    this.arrived(lines);
  }

  private waitForNetwork(): void {
    if (!this.isTold) this.lacking(this.lines.size);
    this.isTold = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.fetch(), AGAIN_MILLISECONDS);
  }
}
