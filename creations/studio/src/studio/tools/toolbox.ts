/** The tool at hand, and how one takes another. Which tools there are is told from outside (`tools/all.ts`). */

import type { AtHand } from "../at_hand";
import type { Transform } from "../geometry/transform";
import type { Page } from "../page";
import type { Library } from "../parts/library";
import type { Shelf } from "../parts/shelf";
import { _ } from "../words";
import type { Carrying } from "./carrying";
import type { ToolHost } from "./host";
import { type Load, loadOf } from "./load";
import type { Tool, ToolName } from "./tool";

/** A tool that carries a load until it is placed. */
export interface CarryingTool extends Tool {
  readonly carrying: Pick<Carrying, "place">;
  /** Begin where the keyboard can go on. */
  beginByKeys(): void;
}

/** How a load is carried: `byKeys` lets the keyboard do it, `once` ends after it is placed. */
export interface Manner {
  byKeys?: boolean;
  once?: boolean;
}

/** How tools are made; told from outside, so that the toolbox knows none. */
export interface Tools {
  /** Those that need nothing to begin with. */
  plain: Record<Exclude<ToolName, "place">, (host: ToolHost) => Tool>;
  /** The one that carries; it begins with the turn at `start`, where the one before was. */
  place: (host: ToolHost, load: Load, manner: Manner, start?: Transform) => CarryingTool;
}

/** What the toolbox needs beside what it hands on to the tools. */
interface Needs {
  library: Library;
  shelf: Shelf;
  atHand: AtHand;
  page: Page;
  canvas: HTMLCanvasElement;
}

export class Toolbox {
  private current: Tool;
  /** What is carried until it is placed; no tool but the one that places. */
  private load: { tool: CarryingTool; load: Load } | undefined;

  constructor(
    private readonly host: ToolHost,
    private readonly tools: Tools,
    private readonly needs: Needs,
  ) {
    this.current = tools.plain.select(host);
  }

  get tool(): Tool {
    return this.current;
  }

  /** Take a tool; the one at hand ends without a trace. */
  use(name: Exclude<ToolName, "place"> = "select"): void {
    this.current.end();
    this.load = undefined;
    this.current = this.tools.plain[name](this.host);
    this.needs.page.refresh();
  }

  /** Take a part to place, in the colour at hand; what hinders is said. */
  async take(part: string, byKeys = false): Promise<void> {
    const { library, page, atHand } = this.needs;
    if (!library.get(part)) {
      try {
        await library.fetch([part]);
      } catch (error) {
        console.warn(error);
        page.say(_("This part is not here yet, and the network is away."));
        return;
      }
    }
    const load = loadOf(library, part, atHand.colour);
    if (load) this.carry(load, { byKeys });
    else page.say(_("Nobody has a picture of this part."));
  }

  /** Carry any load. */
  carry(load: Load, manner: Manner = {}): void {
    const start = this.load?.tool.carrying.place;
    this.current.end();
    const tool = this.tools.place(this.host, load, manner, start);
    this.current = tool;
    this.load = { tool, load };
    if (manner.byKeys) {
      tool.beginByKeys();
      this.needs.canvas.focus();
    }
    this.needs.page.refresh();
  }

  /** The part that is being placed; the first of a load. */
  get held(): string | undefined {
    return this.load?.load.shown[0]?.part.id;
  }

  /** Another colour, also for the single part that is being placed. */
  setColour(colour: number): void {
    const { atHand, shelf, page } = this.needs;
    atHand.colour = colour;
    shelf.noteColour(colour);
    const { held } = this;
    if (held !== undefined && this.load?.load.shown.length === 1) void this.take(held);
    page.refresh();
  }
}
