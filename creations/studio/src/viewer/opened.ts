/** All that opening a model needs, as one file: the page itself loads none of it, and viewer, Studio and instructions share it. */

export { DECODER_SCRIPT, Decoder } from "../core/decoder";
export { Stage } from "../core/stage";
export { loadModel } from "./load";
export type { Model } from "./model";
