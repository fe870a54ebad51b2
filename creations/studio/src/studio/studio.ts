/** The Studio's page: fetch the document and its parts, then hand over. */

import "@fontsource-variable/bricolage-grotesque/opsz.css";
import "@fontsource-variable/figtree/index.css";
import "./styles/index.css";
import { tellUncaught } from "./attempt";
import type { About, Given } from "./desk";
import { openHere } from "./document/keeping/browser";
import { Store } from "./document/store";
import { ask } from "./network";
import { Page } from "./page";
import { Shell } from "./panels/shell";
import { Colours } from "./parts/colours";
import { Library } from "./parts/library";
import { Prices } from "./parts/prices";
import { Shelf } from "./parts/shelf";
import { Server } from "./server";
import { Studio } from "./studio_app";
import { TOOLS } from "./tools/all";
import { _ } from "./words";

/** What the page brings along, as JSON. */
interface Brought extends About {
  colours: ConstructorParameters<typeof Colours>[0];
}

const root = document.getElementById("studio")!;
const about = JSON.parse(document.getElementById("about")!.textContent!) as Brought;
const { csrf = "", prices = "", currency = "EUR" } = document.body.dataset;
const address = `${about.address}studio/`;
const page = new Page();
tellUncaught(page);

async function start(): Promise<void> {
  const began = performance.now();
  const library = new Library("/studio/parts/");
  const pack = ask(`${address}meshes/`).then((answer) => answer.arrayBuffer());
  const [{ doc, link, overlaps, hasAdopted }] = await Promise.all([
    openHere(address, about.id, csrf),
    pack.then((bytes) => library.take(bytes)),
  ]);
  root.replaceChildren(...skeleton());
  root.removeAttribute("aria-busy");
  const given: Given = {
    about,
    link,
    overlaps,
    library,
    page,
    store: new Store(doc),
    colours: new Colours(about.colours),
    prices: new Prices(prices, currency, () => page.refresh()),
    shelf: new Shelf(),
    server: new Server(address, csrf),
  };
  const studio = new Studio(root.querySelector("canvas")!, given, TOOLS);
  const shell = new Shell(root, studio, root.querySelector<HTMLElement>(".select-box")!);
  studio.stage.canvas.dataset["milliseconds"] = String(Math.round(performance.now() - began));
  // For the bench and for those who like to look inside.
  Object.assign(window, { prosum: studio });
  setTimeout(() => studio.stage.addReflections(), 80);
  shell.greet();
  if (hasAdopted)
    page.say(_("What was kept in this browser on an older revision was brought along."));
  if (overlaps.found.length > 0) page.openDialog("overlaps");
  else if (link.isSuperseded) page.openDialog("newer");
}

function skeleton(): HTMLElement[] {
  const region = (tag: string, name: string, label?: string): HTMLElement => {
    const element = document.createElement(tag);
    element.dataset["region"] = name;
    if (label) element.setAttribute("aria-label", label);
    return element;
  };
  const model = document.createElement("main");
  model.className = "model";
  const canvas = document.createElement("canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute(
    "aria-label",
    _("The model. Arrows move what is selected, A and D turn it, question mark lists all keys."),
  );
  const box = document.createElement("div");
  box.className = "select-box";
  box.hidden = true;
  model.append(canvas, box, region("div", "tour"));
  return [
    region("header", "top"),
    region("aside", "left", _("Parts and colours")),
    model,
    region("aside", "right", _("Panels")),
    region("footer", "status"),
    region("div", "dialog"),
  ];
}

start().catch((error: unknown) => {
  console.error(error);
  root.removeAttribute("aria-busy");
  const note = document.createElement("p");
  note.className = "refusal studio-failed";
  note.setAttribute("role", "alert");
  note.textContent = _(
    "The Studio could not open this model. Your work is safe; please load the page again.",
  );
  root.replaceChildren(note);
});
