/** Asking the server, where no answer is a sentence for the person. */

import { Refusal } from "./refusal";
import { _ } from "./words";

/** No answer, or none of use: the network is away, or the server cannot answer now. */
export class Away extends Refusal {
  constructor(cause: unknown) {
    super(_("The network is away. Please try again."), { cause });
  }
}

/** The session ended: nothing is kept on the server until the designer signs in again. */
export class SignedOut extends Refusal {
  constructor() {
    super(_("You are signed out; kept in this browser. Sign in in another tab."));
  }
}

/** As `fetch`, but an answer without success is no answer. Throws Away. */
export async function ask(address: string, init?: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, init);
  } catch (error) {
    throw new Away(error);
  }
  if (!answer.ok) throw new Away(`${answer.status} ${answer.statusText} for ${address}`);
  return answer;
}
