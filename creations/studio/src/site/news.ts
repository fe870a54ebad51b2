/** The bell: an open page hears at once when something is new, and asks for the number. */

interface Htmx {
  trigger(element: Element, event: string): void;
}

/** Milliseconds after which a page whose stream was refused asks by itself. */
const ALONE = 60_000;

/** Shows live what the server tells, for who is signed in. */
export function listenForNews(htmx: Htmx): void {
  const bell = document.querySelector<HTMLElement>("[data-bell]");
  const address = bell?.dataset["live"];
  if (!bell || !address) return;
  const look = (): void => htmx.trigger(bell, "news");
  const stream = new EventSource(`${address}/live/`, { withCredentials: true });
  let wasOpen = false;
  stream.addEventListener("notifications", look);
  // The browser connects again by itself; what was said meanwhile nobody repeats.
  stream.addEventListener("open", () => {
    if (wasOpen) look();
    wasOpen = true;
  });
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) window.setInterval(look, ALONE);
  });
}
