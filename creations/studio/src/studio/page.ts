/** The page around the model, as those see it who have something to tell: whoever draws the page listens. */

/** What can be opened over the model. */
export type DialogName =
  | "array"
  | "export"
  | "import"
  | "minifigure"
  | "mirror"
  | "newer"
  | "overlaps"
  | "publish"
  | "replace"
  | "save"
  | "shortcuts"
  | "submodel"
  | "tour";

/** A point of the page, in CSS pixels. */
export interface PagePoint {
  x: number;
  y: number;
}

/** What the page does when it is told; all of it comes from one who draws (see `panels/shell.ts`). */
export interface Listener {
  /** Look at everything again, soon. */
  refresh(): void;
  /** Look at the line of status again, at once. */
  refreshStatus(): void;
  /** Show the box that selects, or (without corners) none. */
  showBox(from?: PagePoint, to?: PagePoint): void;
  openDialog(name: DialogName): void;
}

const MESSAGE_MILLISECONDS = 7000;

export class Page implements Listener {
  /** What was said last, as long as it is shown; empty otherwise. */
  message = "";
  private listener: Listener | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  listen(listener: Listener): void {
    this.listener = listener;
  }

  /** Tell the person a sentence, for some seconds. */
  say(sentence: string): void {
    this.message = sentence;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.message = "";
      this.refreshStatus();
    }, MESSAGE_MILLISECONDS);
    this.refreshStatus();
  }

  refresh(): void {
    this.listener?.refresh();
  }

  refreshStatus(): void {
    this.listener?.refreshStatus();
  }

  showBox(from?: PagePoint, to?: PagePoint): void {
    this.listener?.showBox(from, to);
  }

  openDialog(name: DialogName): void {
    this.listener?.openDialog(name);
  }
}
