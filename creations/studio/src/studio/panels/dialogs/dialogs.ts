/** The one frame all dialogs are shown in. */

import { html, nothing, type TemplateResult } from "lit-html";
import { toldOf } from "../../attempt";
import type { Desk } from "../../desk";
import { MinifigureDialog } from "../../minifigure/dialog";
import type { DialogName } from "../../page";
import { _ } from "../../words";
import { icon } from "../pieces";
import { ArrayDialog } from "./array";
import { BringInDialog } from "./bring_in";
import type { Dialog, Frame } from "./dialog";
import { ExportDialog } from "./export";
import { MirrorDialog } from "./mirror";
import { NewerDialog } from "./newer";
import { OverlapsDialog } from "./overlaps";
import { PublishDialog } from "./publish";
import { ReplaceDialog } from "./replace";
import { SaveDialog } from "./save";
import { ShortcutsDialog } from "./shortcuts";
import { SubmodelDialog } from "./submodel";

export class Dialogs implements Frame {
  busy = false;
  private shown: Dialog | undefined;
  private opening = false;
  private problem = "";
  private readonly known: Record<Exclude<DialogName, "tour">, Dialog>;

  constructor(private readonly desk: Desk) {
    this.known = {
      array: new ArrayDialog(desk, this),
      export: new ExportDialog(desk, this),
      import: new BringInDialog(desk, this),
      minifigure: new MinifigureDialog(desk, this),
      mirror: new MirrorDialog(desk, this),
      newer: new NewerDialog(desk, this),
      overlaps: new OverlapsDialog(desk, this),
      publish: new PublishDialog(desk, this),
      replace: new ReplaceDialog(desk, this),
      save: new SaveDialog(desk, this),
      shortcuts: new ShortcutsDialog(),
      submodel: new SubmodelDialog(desk, this),
    };
  }

  open(name: keyof typeof this.known): void {
    this.problem = "";
    this.shown = this.known[name];
    this.opening = true;
    this.shown.begin?.();
    this.desk.page.refresh();
    requestAnimationFrame(() => {
      this.opening = false;
      const { element } = this;
      if (element && !element.open) element.showModal();
    });
  }

  close(): void {
    this.element?.close();
  }

  work(act: () => Promise<void> | void): void {
    void this.doWork(act);
  }

  submit(act: (form: FormData) => Promise<void> | void): (event: Event) => void {
    return (event) => {
      event.preventDefault();
      const form = new FormData(event.target as HTMLFormElement);
      this.work(() => act(form));
    };
  }

  view(): TemplateResult {
    const { shown } = this;
    return html`<dialog
      id="dialog"
      class=${shown?.isWide ? "is-wide" : ""}
      aria-labelledby="dialog-title"
      @close=${() => this.closed()}
    >
      ${shown ? this.framed(shown) : nothing}
    </dialog>`;
  }

  private get element(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#dialog");
  }

  /** The browser tells of a closed dialog a little later: by then the next one may have been asked for. */
  private closed(): void {
    if (this.opening) return;
    this.shown = undefined;
    this.desk.page.refresh();
    this.desk.stage.canvas.focus();
  }

  private framed(dialog: Dialog): TemplateResult {
    return html`
      <header class="dialog-head">
        <h2 id="dialog-title">${dialog.title}</h2>
        <button
          type="button"
          class="tool-button"
          aria-label=${_("Close")}
          @click=${() => this.close()}
        >
          ${icon("close")}
        </button>
      </header>
      ${this.problem ? html`<p class="refusal" role="alert">${this.problem}</p>` : nothing}
      ${dialog.view()}
    `;
  }

  private async doWork(act: () => Promise<void> | void): Promise<void> {
    const title = this.shown?.title ?? "";
    this.busy = true;
    this.problem = "";
    this.desk.page.refresh();
    try {
      await act();
    } catch (error) {
      this.problem = toldOf(error, title);
    }
    this.busy = false;
    this.desk.page.refresh();
  }
}
