/** Uploads with drag and drop, several at once, each model with its own progress and its own error. */

import { together } from "./together";

interface Made {
  title?: string;
  parts?: number;
  edit?: string;
}

interface Answer extends Made {
  error?: string;
  /** All that was made, where it is more than one. */
  made?: Made[];
}

/** Shows how far an upload is; without it the forms work all the same. */
export function enhanceUploads(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) enhance(form);
}

function enhance(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const list = form.querySelector<HTMLElement>("[data-list]");
  const zone = form.querySelector<HTMLElement>("[data-zone]");
  if (!input || !list || !zone) return;
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"])
    zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    void sendAll(form, input.name, list, [...(event.dataTransfer?.files ?? [])]);
  });
  input.addEventListener("change", () => {
    void sendAll(form, input.name, list, [...(input.files ?? [])]).then(() => (input.value = ""));
  });
}

async function sendAll(
  form: HTMLFormElement,
  name: string,
  list: HTMLElement,
  files: File[],
): Promise<void> {
  const done: Answer[] = [];
  for (const group of await together(files)) done.push(await send(form, name, list, group));
  const only = done.length === 1 ? done[0] : undefined;
  if (only?.edit && (only.made?.length ?? 1) === 1) location.assign(only.edit);
}

/** One model's files: their line in the list shows how far they are, then what became of them. */
function send(
  form: HTMLFormElement,
  name: string,
  list: HTMLElement,
  files: File[],
): Promise<Answer> {
  const row = document.createElement("li");
  const title = document.createElement("strong");
  title.textContent = files.map((file) => file.name).join(", ");
  const bar = document.createElement("progress");
  bar.max = 1;
  const note = document.createElement("span");
  note.setAttribute("role", "status");
  row.append(title, bar, note);
  list.append(row);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      const answer = (request.response as Answer | null) ?? { error: list.dataset["failed"] ?? "" };
      bar.value = 1;
      if (answer.edit) {
        for (const { edit, title: made } of answer.made ?? [answer]) {
          const link = document.createElement("a");
          link.href = edit ?? "";
          link.textContent = made ?? "";
          note.append(link, " ");
        }
        row.className = "is-done";
      } else {
        note.textContent = answer.error ?? list.dataset["failed"] ?? "";
        row.className = "is-failed";
      }
      resolve(answer);
    });
    const body = new FormData(form);
    body.delete(name);
    for (const file of files) body.append(name, file);
    request.send(body);
  });
}
