/** Why something asked for cannot be done, as a sentence for the person; all other errors are the program's. */

export class Refusal extends Error {}
