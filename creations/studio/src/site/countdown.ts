/** How long something is still held, in the reader's own time zone: counted down, and said before it is too late. */

/** Seconds before the end at which the reader is warned. */
const WARNING = 120;

/** What is left of so many seconds, as in 14:05. */
export function left(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Which sentence the reader is told: none, that little is left, or that it is over. */
export function told(seconds: number): "" | "warning" | "over" {
  if (seconds <= 0) return "over";
  return seconds <= WARNING ? "warning" : "";
}

/** Keeps every `[data-until]` of the page up to date: its `time`, its figure, and its sentence for screen readers. */
export function countDown(): void {
  for (const held of document.querySelectorAll<HTMLElement>("[data-until]")) keep(held);
}

function keep(held: HTMLElement): void {
  const until = Date.parse(held.dataset["until"]!);
  // By the server's clock: the reader's may be wrong.
  const ahead = Date.parse(held.dataset["now"]!) - Date.now();
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
  held.querySelector("time")!.textContent = clock.format(until);
  const figure = held.querySelector<HTMLElement>("[data-left]")!;
  const status = held.querySelector<HTMLElement>("[role=status]")!;
  figure.hidden = false;
  const tick = (): void => {
    const seconds = (until - Date.now() - ahead) / 1000;
    figure.textContent = left(seconds);
    const word = told(seconds);
    const sentence = word && held.dataset[word]!;
    if (status.textContent !== sentence) status.textContent = sentence;
    held.classList.toggle("is-late", word !== "");
    if (word === "over") clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
}
