/** Nothing typed is lost: forms marked `data-draft` are kept in the browser until the server says that it has them. */

const PREFIX = "draft:";
/** The cookie in which the server names the last form whose work it did (`users/once.py`). */
const ARRIVED = "arrived";

interface Draft {
  /** The form's token when it was last sent. */
  token?: string;
  values: Record<string, string>;
}

/** Keeps all forms of the page that ask for it; call once the page is there. */
export function keepDrafts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) keep(form);
}

function keep(form: HTMLFormElement): void {
  const name = PREFIX + (form.dataset["draft"] || location.pathname);
  const fields = () => [
    ...form.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>("textarea, input[type=text]"),
  ];
  const write = (token?: string) => {
    const values = Object.fromEntries(fields().map((field) => [field.name, field.value]));
    try {
      localStorage.setItem(name, JSON.stringify({ values, ...(token ? { token } : {}) }));
    } catch {
      // The browser's room is full: what is typed is still in the form.
    }
  };
  form.addEventListener("input", () => write());
  form.addEventListener("submit", () => write(new FormData(form).get("once")?.toString()));
  try {
    const draft = JSON.parse(localStorage.getItem(name) ?? "null") as Draft | null;
    if (!draft) return;
    if (draft.token && draft.token === arrived()) {
      localStorage.removeItem(name);
      form.reset();
      return;
    }
    for (const field of fields()) field.value ||= draft.values?.[field.name] ?? "";
    // An answer is folded away until one wants to write it; one that was written is not.
    if (fields().some((field) => field.value)) form.closest("details")?.setAttribute("open", "");
  } catch {
    // A browser that keeps nothing is no reason to break the form.
  }
}

function arrived(): string | undefined {
  const cookies = document.cookie.split("; ");
  return cookies.find((cookie) => cookie.startsWith(`${ARRIVED}=`))?.slice(ARRIVED.length + 1);
}
