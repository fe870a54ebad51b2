/** Bring in a file. */

import { html, type TemplateResult } from "lit-html";
import { bringFile } from "../../importing";
import { _ } from "../../words";
import { icon } from "../pieces";
import type { Dialog, Frame } from "./dialog";

export class BringInDialog implements Dialog {
  constructor(
    private readonly desk: Parameters<typeof bringFile>[0],
    private readonly frame: Frame,
  ) {}

  get title(): string {
    return _("Bring in a file");
  }

  view(): TemplateResult {
    return html`<p class="muted">
        ${_("A .ldr, .mpd, .dat or .io file is placed beside the model as a submodel.")}
      </p>
      <label class="drop" for="bring-file">${icon("upload")}${_("Choose a file")}</label>
      <input
        class="visually-hidden"
        id="bring-file"
        type="file"
        accept=".ldr,.mpd,.dat,.io"
        @change=${(event: Event) => this.chosen(event.target as HTMLInputElement)}
      />`;
  }

  private chosen(input: HTMLInputElement): void {
    const file = input.files?.[0];
    if (!file) return;
    this.frame.work(async () => {
      await bringFile(this.desk, file);
      this.frame.close();
    });
  }
}
