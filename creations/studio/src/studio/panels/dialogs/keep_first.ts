/** The server must have everything before a revision is made of it. */

import type { Desk } from "../../desk";
import { Refusal } from "../../refusal";
import { _ } from "../../words";

/** Throws Refusal when the server cannot be reached. */
export async function keepFirst({ sync }: Pick<Desk, "sync">): Promise<void> {
  try {
    await sync.flush();
  } catch (error) {
    throw new Refusal(
      _("The network is away. Your work is kept in this browser; try again when it is back."),
      { cause: error },
    );
  }
}
