/** Do what a person asked for. What goes wrong is told to them and logged: nothing fails in silence. */

import type { Page } from "./page";
import { Refusal } from "./refusal";
import { _ } from "./words";

/** What to tell of an error: its own sentence, or that something is wrong with the program. It is logged. */
export function toldOf(error: unknown, what: string): string {
  if (error instanceof Refusal) {
    console.info(error);
    return error.message;
  }
  console.error(error);
  return what
    ? _("“%(action)s” did not work. What you built until now is kept.", { action: what })
    : _("Something did not work. What you built until now is kept.");
}

/** `what` is the name of the deed, as buttons show it. Resolves when it is done or has failed. */
export async function attempt(
  page: Pick<Page, "say">,
  what: string,
  act: () => void | Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    page.say(toldOf(error, what));
  }
}

/** Tell of every error that nobody caught: of handlers, timers and promises. */
export function tellUncaught(page: Pick<Page, "say">): void {
  window.addEventListener("error", (event) => {
    // Without an error it is the browser that complains, of layout or of a script of another site.
    if (event.error) page.say(toldOf(event.error, ""));
  });
  window.addEventListener("unhandledrejection", (event) => page.say(toldOf(event.reason, "")));
}
