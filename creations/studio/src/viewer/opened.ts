/** All that opening a model needs, as one file: the page itself loads none of it, and viewer, Studio and instructions share it. */

export { Decoder } from "../core/decoder";
export type { Shaded } from "../core/normals";
export { Stage } from "../core/stage";
export { loadModel } from "./load";
export { Model } from "./model";
export { readPack } from "./pack";
