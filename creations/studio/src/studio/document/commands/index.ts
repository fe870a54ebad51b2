/** Everything that changes the document. Each call is one step of history, named by its label. */

export * from "./bring_in";
export * from "./copies";
export * from "./groups";
export * from "./parts";
export * from "./steps";
export * from "./submodels";
