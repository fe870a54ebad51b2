/** What a pointer and the keyboard mean while a tool is at hand: each tool is a small state machine. */

import type { PagePoint } from "../page";

/** Where on the page, in CSS pixels, with which keys held, by what. */
export interface Point extends PagePoint {
  shift: boolean;
  control: boolean;
  touch: boolean;
}

/** Names stand in the page (`data-tool`) and in actions. */
export type ToolName = "select" | "place" | "hinge" | "measure" | "paint";

/** The state machine: what it is told, and what it answers. What it leaves out means nothing to it. */
export interface Tool {
  readonly name: ToolName;
  /** One sentence on what to do next. */
  readonly hint: string;
  /** True keeps the camera from turning with this finger. */
  down?(point: Point): boolean;
  move?(point: Point, pressed: boolean): void;
  up?(point: Point): void;
  /** True when the key was for this tool. */
  key?(event: KeyboardEvent): boolean;
  double?(point: Point): void;
  /** Leave without a trace. */
  end(): void;
}

/** Nearer than this, in pixels, a press is a click and no drag. */
export const CLICK = 5;

/** Tells clicks from drags, for tools that only click. */
export class Clicks {
  private from: Point | undefined;

  down(point: Point): false {
    this.from = point;
    return false;
  }

  /** Whether letting go here ends a click. */
  up(point: Point): boolean {
    const { from } = this;
    this.from = undefined;
    return from !== undefined && Math.hypot(point.x - from.x, point.y - from.y) <= CLICK;
  }
}
