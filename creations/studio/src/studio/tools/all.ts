/** The tools there are. */

import { HingeTool } from "./hinge";
import { MeasureTool } from "./measure";
import { PaintTool } from "./paint";
import { PlaceTool } from "./place";
import { SelectTool } from "./select";
import type { Tools } from "./toolbox";

export const TOOLS: Tools = {
  plain: {
    select: (host) => new SelectTool(host),
    hinge: (host) => new HingeTool(host),
    measure: (host) => new MeasureTool(host),
    paint: (host) => new PaintTool(host),
  },
  place: (host, load, { once }, start) => new PlaceTool(host, load, once, start),
};
