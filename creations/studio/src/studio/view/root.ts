/** The frame of the model within the scene. */

import { Matrix4 } from "three";

/** One LDU in metres. */
const LDU = 0.0004;

/** LDU with y down to metres with y up, as in scene packs. */
export const ROOT = new Matrix4().makeScale(LDU, -LDU, -LDU);
