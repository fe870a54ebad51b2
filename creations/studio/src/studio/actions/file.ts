/** Save, publish, bring in, take out; and find one’s way. */

import type { Desk } from "../desk";
import { _ } from "../words";
import type { ActionOf } from "./action";

type Needs = Pick<Desk, "page">;

export const FILE: ActionOf<Needs>[] = [
  {
    id: "save",
    icon: "save",
    keys: ["Ctrl+S"],
    label: _("Save a revision"),
    run: (desk) => desk.page.openDialog("save"),
  },
  {
    id: "publish",
    icon: "share",
    keys: ["Ctrl+P"],
    label: _("Publish"),
    run: (desk) => desk.page.openDialog("publish"),
  },
  {
    id: "import",
    icon: "upload",
    keys: ["Ctrl+O"],
    label: _("Bring in a file"),
    run: (desk) => desk.page.openDialog("import"),
  },
  {
    id: "export",
    icon: "download",
    keys: ["Ctrl+E"],
    label: _("Export"),
    run: (desk) => desk.page.openDialog("export"),
  },
  {
    id: "search",
    icon: "search",
    keys: ["/", "Ctrl+F"],
    label: _("Search parts"),
    run: () => document.querySelector<HTMLInputElement>("#part-search")?.focus(),
  },
  {
    id: "shortcuts",
    icon: "keyboard",
    keys: ["?"],
    label: _("Keyboard shortcuts"),
    run: (desk) => desk.page.openDialog("shortcuts"),
  },
];
