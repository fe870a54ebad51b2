/** What mouse, pen and finger do on the canvas: the tool at hand is told, and the camera kept still where it must be. */

import { MOUSE } from "three";
import type { Stage } from "../../core/stage";
import type { Point } from "./tool";
import type { Toolbox } from "./toolbox";

/** Listens to the canvas for as long as the page is there. */
export function listenToPointer({ canvas, controls }: Stage, toolbox: Toolbox): void {
  let pressed: Point | undefined;
  const point = (event: PointerEvent | MouseEvent): Point => ({
    x: event.clientX,
    y: event.clientY,
    shift: event.shiftKey,
    control: event.ctrlKey || event.metaKey,
    touch: "pointerType" in event && event.pointerType === "touch",
  });
  canvas.addEventListener(
    "pointerdown",
    (event) => {
      canvas.focus({ preventScroll: true });
      // Alt lets the left button turn the view, for those who have no other.
      controls.mouseButtons.LEFT = event.altKey ? MOUSE.ROTATE : null;
      if (event.button !== 0 || event.altKey || !event.isPrimary) {
        pressed = undefined;
        return;
      }
      pressed = point(event);
      controls.enabled = !toolbox.tool.down?.(pressed);
      if (!pressed.touch) canvas.setPointerCapture(event.pointerId);
    },
    { capture: true },
  );
  canvas.addEventListener("pointermove", (event) => {
    if (!event.isPrimary || (event.buttons & 6) !== 0) return;
    toolbox.tool.move?.(point(event), pressed !== undefined);
  });
  const release = (event: PointerEvent): void => {
    if (!event.isPrimary || event.button !== 0) return;
    if (pressed) toolbox.tool.up?.(point(event));
    pressed = undefined;
    controls.enabled = true;
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", () => {
    pressed = undefined;
    controls.enabled = true;
    if (toolbox.tool.name === "select") toolbox.tool.end();
  });
  canvas.addEventListener("dblclick", (event) => toolbox.tool.double?.(point(event)));
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
}
