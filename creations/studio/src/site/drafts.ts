/** Nothing typed is lost: forms marked `data-draft` are kept in the browser until they are sent. */

const PREFIX = "draft:";

/** Keeps all forms of the page that ask for it; call once the page is there. */
export function keepDrafts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) keep(form);
}

function keep(form: HTMLFormElement): void {
  const name = PREFIX + (form.dataset["draft"] || location.pathname);
  const fields = () => [
    ...form.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>("textarea, input[type=text]"),
  ];
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? "{}") as Record<string, string>;
    for (const field of fields()) {
      const value = kept[field.name];
      if (value !== undefined && !field.value) field.value = value;
    }
    form.addEventListener("input", () => {
      const values = Object.fromEntries(fields().map((field) => [field.name, field.value]));
      try {
        localStorage.setItem(name, JSON.stringify(values));
      } catch {
        // The browser's room is full: what is typed is still in the form.
      }
    });
    // Kept until the next page shows that it arrived: a refused form comes back with its words from the server.
    form.addEventListener("submit", () => sessionStorage.setItem(`sent:${name}`, "1"));
    if (sessionStorage.getItem(`sent:${name}`) && !document.querySelector(".refusal")) {
      localStorage.removeItem(name);
      sessionStorage.removeItem(`sent:${name}`);
      form.reset();
    }
  } catch {
    // A browser that keeps nothing is no reason to break the form.
  }
}
