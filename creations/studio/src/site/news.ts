/** The bell: an open page hears at once when something is new, and asks for the number. */

interface Htmx {
  trigger(element: Element, event: string): void;
}

/** Shows live what the server tells, for who is signed in. */
export function listenForNews(htmx: Htmx): void {
  const bell = document.querySelector<HTMLElement>("[data-bell]");
  const address = bell?.dataset["live"];
  if (!bell || !address) return;
  const stream = new EventSource(`${address}/live/`, { withCredentials: true });
  stream.addEventListener("notifications", () => htmx.trigger(bell, "news"));
}
