/** Who draws: a graphics card or the processor. */

import { WebGLRenderer } from "three";

/**
 * Where the processor draws, smooth edges double the time of a picture: speed is worth more. Who draws is known once there is a
 * context, which cannot be made smooth any more; so a canvas that a graphics card draws is replaced by its like. The other way
 * round, the slow ones would pay for a second context. Throws where the browser has no WebGL 2.
 */
export function rendererOn(canvas: HTMLCanvasElement): WebGLRenderer {
  const wishes: WebGLContextAttributes = {
    alpha: true,
    antialias: false,
    powerPreference: "high-performance",
  };
  const context = canvas.getContext("webgl2", wishes) as WebGL2RenderingContext | null;
  if (!context) throw new Error("this browser has no WebGL 2");
  if (isDrawnInSoftware(context)) return new WebGLRenderer({ canvas, context });
  context.getExtension("WEBGL_lose_context")?.loseContext();
  const smooth = canvas.cloneNode() as HTMLCanvasElement;
  canvas.replaceWith(smooth);
  return new WebGLRenderer({ ...wishes, canvas: smooth, antialias: true });
}

function isDrawnInSoftware(context: WebGL2RenderingContext): boolean {
  const names = context.getExtension("WEBGL_debug_renderer_info");
  const name = names ? String(context.getParameter(names.UNMASKED_RENDERER_WEBGL)) : "";
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}
