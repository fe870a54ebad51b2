/** Menus are `<details>`: they open without script; this closes them as people expect, and submits choosers. */

/** Closes menus by Escape and a click elsewhere, and lets buttons copy; call once the page is there. */
export function enhanceMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    if (field.matches("[data-submit]")) field.closest("form")?.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-copy]");
    const field = document.getElementById(button?.dataset["copy"] ?? "") as
      | HTMLInputElement
      | HTMLTextAreaElement
      | null;
    if (button && field) void copy(field, button);
  });
}

/** Copy a field's text; where a page may not, select it for the person to. */
async function copy(
  field: HTMLInputElement | HTMLTextAreaElement,
  button: HTMLElement,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // The page may not: the person can, with what is selected for them.
    field.select();
    return;
  }
  const label = button.textContent;
  button.textContent = button.dataset["copied"] ?? label;
  setTimeout(() => (button.textContent = label), 2000);
}
