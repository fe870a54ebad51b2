/** All that opening a model needs, as one file: the page itself loads none of it. */

export { loadModel } from "./load";
export { Stage } from "../core/stage";
