/** Dragging a part out of the palette takes it along; where it is let go over the model, it is placed. */

import type { Desk } from "../desk";
import type { Point } from "../tools/tool";

/** Farther than this, in pixels, a press is a drag. */
const FAR = 8;

/** Follow the pointer from a press on; `take` takes the part once it is dragged. */
export function dragOut(
  { toolbox, stage }: Pick<Desk, "toolbox" | "stage">,
  event: PointerEvent,
  take: () => void,
): void {
  if (event.button !== 0 || event.pointerType === "touch") return;
  const isPlacing = (): boolean => toolbox.tool.name === "place";
  let taken = false;
  const move = (at: PointerEvent): void => {
    const far = Math.hypot(at.clientX - event.clientX, at.clientY - event.clientY);
    if (!taken && far > FAR) {
      taken = true;
      take();
    }
    if (taken && isPlacing()) toolbox.tool.move?.(pointOf(at), false);
  };
  const up = (at: PointerEvent): void => {
    window.removeEventListener("pointermove", move);
    if (!taken) return;
    swallowClick();
    if (document.elementFromPoint(at.clientX, at.clientY) === stage.canvas && isPlacing()) {
      toolbox.tool.down?.(pointOf(at));
      toolbox.tool.up?.(pointOf(at));
    }
    toolbox.use();
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up, { once: true });
}

function pointOf(event: PointerEvent): Point {
  return {
    x: event.clientX,
    y: event.clientY,
    shift: event.shiftKey,
    control: event.ctrlKey,
    touch: false,
  };
}

/** The click that would follow would take the part a second time. */
function swallowClick(): void {
  const once = { capture: true, once: true };
  window.addEventListener("click", (click) => click.stopPropagation(), once);
}
