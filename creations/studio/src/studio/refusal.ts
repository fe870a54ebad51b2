/** Why something asked for cannot be done, as a sentence for the person; all other errors are the program's. */

export class Refusal extends Error {
  /** The edition that is saved, where the refusal is that something was edited elsewhere. */
  edition?: number;
}
