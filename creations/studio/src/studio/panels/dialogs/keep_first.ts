/** The server must have everything before a revision is made of it, and the designer must know what it is built upon. */

import type { Desk } from "../../desk";
import { NotKept } from "../../document/keeping/door";
import { SignedOut } from "../../network";
import { Refusal } from "../../refusal";
import { Superseded } from "../../server";
import { _ } from "../../words";

/** Throws Refusal when the server cannot be reached. */
export async function keepFirst({ link }: Pick<Desk, "link">): Promise<void> {
  try {
    await link.flush();
  } catch (error) {
    if (error instanceof NotKept && error.why === "signed-out") throw new SignedOut();
    throw new Refusal(
      _("The network is away. Your work is kept in this browser; try again when it is back."),
      { cause: error },
    );
  }
}

/** Where there is a newer revision, both are shown and the designer chooses. */
export async function unlessNewer<T>(
  { link, page }: Pick<Desk, "link" | "page">,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Superseded) {
      link.heardOf(error.newest);
      page.openDialog("newer");
    }
    throw error;
  }
}
