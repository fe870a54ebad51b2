/** Everything one can ask of the Studio by a button or a key: name, keys, when it can be done, and what it does. */

import * as commands from "./document/commands";
import { isPlacement, normalise } from "./document/shape";
import { type Box, centre, isEmpty } from "./geometry/box";
import {
  compose,
  IDENTITY,
  mirror,
  moved,
  rotation,
  type Transform,
  translation,
  type Vector,
} from "./geometry/transform";
import { counterpart } from "./parts/counterpart";
import { symmetry } from "./parts/symmetry";
import { GRIDS, type Studio, TURNS } from "./studio_app";
import { _ } from "./words";

export interface Action {
  id: string;
  label: string;
  /** As shown, the first is the one shortcuts sheets name: "Ctrl+Z", "Delete", "1". */
  keys: string[];
  icon?: string;
  section: "edit" | "select" | "arrange" | "tools" | "view" | "steps" | "file";
  enabled?: (studio: Studio) => boolean;
  /** Whether it is on, for what can be switched. */
  pressed?: (studio: Studio) => boolean;
  run: (studio: Studio) => void;
}

/** Opened by actions; the page's shell sets them. */
export const dialogs = {
  open: (name: DialogName): void => {
    throw new Error(`the dialog ${name} was asked for before the page had any`);
  },
};
export type DialogName =
  | "shortcuts"
  | "save"
  | "publish"
  | "import"
  | "export"
  | "array"
  | "minifigure"
  | "submodel"
  | "replace"
  | "tour"
  | "mirror";

const some = (studio: Studio): boolean => studio.selection.size > 0;
const free = (studio: Studio): boolean => studio.free().length > 0;
const file = (studio: Studio): string => studio.scene.file;

let clipboard: { lines: commands.NewPart[]; file: string } | undefined;

export const ACTIONS: Action[] = [
  {
    id: "undo",
    section: "edit",
    icon: "undo",
    keys: ["Ctrl+Z"],
    label: _("Undo"),
    enabled: (s) => s.store.history.undoStack.length > 0,
    run: (s) => s.store.undo(),
  },
  {
    id: "redo",
    section: "edit",
    icon: "redo",
    keys: ["Ctrl+Y", "Ctrl+Shift+Z"],
    label: _("Redo"),
    enabled: (s) => s.store.history.redoStack.length > 0,
    run: (s) => s.store.redo(),
  },
  {
    id: "cut",
    section: "edit",
    keys: ["Ctrl+X"],
    label: _("Cut"),
    enabled: free,
    run: (s) => {
      copy(s);
      remove(s);
    },
  },
  { id: "copy", section: "edit", keys: ["Ctrl+C"], label: _("Copy"), enabled: some, run: copy },
  {
    id: "paste",
    section: "edit",
    keys: ["Ctrl+V"],
    label: _("Paste"),
    enabled: () => clipboard !== undefined,
    run: paste,
  },
  {
    id: "duplicate",
    section: "edit",
    icon: "duplicate",
    keys: ["Ctrl+D"],
    label: _("Duplicate"),
    enabled: some,
    run: duplicate,
  },
  {
    id: "delete",
    section: "edit",
    icon: "trash",
    keys: ["Delete", "Backspace"],
    label: _("Delete"),
    enabled: free,
    run: remove,
  },

  {
    id: "select-all",
    section: "select",
    keys: ["Ctrl+A"],
    label: _("Select all"),
    run: (s) => s.selectWhere((line) => !s.isLocked(line.id)),
  },
  {
    id: "select-none",
    section: "select",
    keys: ["Escape"],
    label: _("Select nothing, put the tool away"),
    run: (s) => {
      if (s.tool.name !== "select") s.useTool();
      else s.select([]);
    },
  },
  {
    id: "select-inverse",
    section: "select",
    keys: ["Ctrl+I"],
    label: _("Select the others"),
    run: (s) => {
      const had = new Set(s.selection);
      s.selectWhere((line) => !had.has(line.id) && !s.isLocked(line.id));
    },
  },
  {
    id: "select-part",
    section: "select",
    icon: "brick",
    keys: ["Ctrl+Shift+P"],
    label: _("Select all of this part"),
    enabled: some,
    run: (s) => {
      const names = chosen(s, (line) => normalise(line.reference));
      s.selectWhere((line) => names.has(normalise(line.reference)));
    },
  },
  {
    id: "select-colour",
    section: "select",
    icon: "palette",
    keys: ["Ctrl+Shift+C"],
    label: _("Select all of this colour"),
    enabled: some,
    run: (s) => {
      const colours = chosen(s, (line) => line.colour);
      s.selectWhere((line) => colours.has(line.colour));
    },
  },
  {
    id: "select-connected",
    section: "select",
    icon: "link",
    keys: ["Ctrl+Shift+G"],
    label: _("Select what hangs together"),
    enabled: some,
    run: (s) => s.selectConnected(),
  },
  {
    id: "select-step",
    section: "select",
    icon: "steps",
    keys: ["Ctrl+Shift+S"],
    label: _("Select the whole step"),
    enabled: some,
    run: (s) => {
      const steps = chosen(s, (line) => line.step);
      s.selectWhere((line) => steps.has(line.step));
    },
  },

  {
    id: "group",
    section: "arrange",
    icon: "group",
    keys: ["Ctrl+G"],
    label: _("Group"),
    enabled: (s) => s.free().length > 1,
    run: (s) => commands.groupParts(s.store, file(s), s.free(), _("Group"), _("Group")),
  },
  {
    id: "ungroup",
    section: "arrange",
    icon: "ungroup",
    keys: ["Ctrl+U"],
    label: _("Ungroup"),
    enabled: (s) => [...s.selection].some((line) => s.placement(line)?.group),
    run: (s) => commands.ungroupParts(s.store, file(s), s.free(), _("Ungroup")),
  },
  {
    id: "submodel",
    section: "arrange",
    icon: "submodel",
    keys: ["Ctrl+M"],
    label: _("Make a submodel"),
    enabled: free,
    run: () => dialogs.open("submodel"),
  },
  {
    id: "enter",
    section: "arrange",
    keys: ["Ctrl+Enter"],
    label: _("Open the submodel"),
    enabled: (s) => submodelOf(s) !== undefined,
    run: (s) => s.enter(submodelOf(s)!),
  },
  {
    id: "leave",
    section: "arrange",
    keys: ["Ctrl+Backspace"],
    label: _("Back to the model around it"),
    enabled: (s) => s.path.length > 1,
    run: (s) => s.openFile(s.path.at(-2)!),
  },
  {
    id: "explode",
    section: "arrange",
    icon: "explode",
    keys: ["Ctrl+Shift+E"],
    label: _("Explode the submodel"),
    enabled: (s) => submodelOf(s) !== undefined,
    run: (s) =>
      s.select(
        commands.explodeSubmodel(s.store, file(s), submodelOf(s)!, _("Explode the submodel")),
      ),
  },
  {
    id: "replace",
    section: "arrange",
    icon: "swap",
    keys: ["Ctrl+R"],
    label: _("Replace with another part"),
    enabled: free,
    run: () => dialogs.open("replace"),
  },
  {
    id: "paint-selection",
    section: "arrange",
    icon: "paint",
    keys: ["C"],
    label: _("Paint in the colour at hand"),
    enabled: free,
    run: (s) => commands.recolour(s.store, file(s), s.free(), s.colour, _("Colour")),
  },
  {
    id: "mirror",
    section: "arrange",
    icon: "mirror",
    keys: ["Ctrl+Shift+M"],
    label: _("Mirror"),
    enabled: free,
    run: () => dialogs.open("mirror"),
  },
  {
    id: "array",
    section: "arrange",
    icon: "array",
    keys: ["Ctrl+Shift+A"],
    label: _("Array of copies"),
    enabled: some,
    run: () => dialogs.open("array"),
  },
  {
    id: "hide",
    section: "arrange",
    icon: "eye-off",
    keys: ["H"],
    label: _("Hide"),
    enabled: some,
    run: (s) => {
      const lines = [...s.selection];
      s.select([]);
      commands.markParts(s.store, file(s), lines, "hidden", true, _("Hide"));
    },
  },
  {
    id: "show",
    section: "arrange",
    icon: "eye",
    keys: ["Shift+H"],
    label: _("Show all that is hidden"),
    enabled: (s) => marked(s, "hidden").length > 0,
    run: (s) =>
      commands.markParts(
        s.store,
        file(s),
        marked(s, "hidden"),
        "hidden",
        false,
        _("Show all that is hidden"),
      ),
  },
  {
    id: "lock",
    section: "arrange",
    icon: "lock",
    keys: ["L"],
    label: _("Lock"),
    enabled: free,
    run: (s) => commands.markParts(s.store, file(s), [...s.selection], "locked", true, _("Lock")),
  },
  {
    id: "unlock",
    section: "arrange",
    icon: "unlock",
    keys: ["Shift+L"],
    label: _("Unlock all"),
    enabled: (s) => marked(s, "locked").length > 0,
    run: (s) =>
      commands.markParts(s.store, file(s), marked(s, "locked"), "locked", false, _("Unlock all")),
  },

  {
    id: "tool-select",
    section: "tools",
    icon: "pointer",
    keys: ["V"],
    label: _("Select and move"),
    pressed: (s) => s.tool.name === "select",
    run: (s) => s.useTool("select"),
  },
  {
    id: "tool-paint",
    section: "tools",
    icon: "paint",
    keys: ["P"],
    label: _("Paint"),
    pressed: (s) => s.tool.name === "paint",
    run: (s) => s.useTool("paint"),
  },
  {
    id: "tool-hinge",
    section: "tools",
    icon: "hinge",
    keys: ["J"],
    label: _("Turn about a joint"),
    pressed: (s) => s.tool.name === "hinge",
    run: (s) => s.useTool("hinge"),
  },
  {
    id: "tool-measure",
    section: "tools",
    icon: "ruler",
    keys: ["M"],
    label: _("Measure"),
    pressed: (s) => s.tool.name === "measure",
    run: (s) => s.useTool("measure"),
  },
  {
    id: "minifigure",
    section: "tools",
    icon: "person",
    keys: ["Shift+M"],
    label: _("Build a minifigure"),
    run: () => dialogs.open("minifigure"),
  },
  {
    id: "magnet",
    section: "tools",
    icon: "magnet",
    keys: ["N"],
    label: _("Snap to connectors"),
    pressed: (s) => s.magnetic,
    run: (s) => {
      s.magnetic = !s.magnetic;
      s.refresh();
    },
  },
  {
    id: "grid",
    section: "tools",
    icon: "grid",
    keys: ["G"],
    label: _("Next grid: stud, half stud, fine, finest, none"),
    run: (s) => {
      s.grid = GRIDS[(GRIDS.indexOf(s.grid) + 1) % GRIDS.length]!;
      s.refresh();
    },
  },
  {
    id: "turn-step",
    section: "tools",
    keys: ["Shift+R"],
    label: _("Next turn: 90, 45, 22.5, 15, 5 or 1 degree"),
    run: (s) => {
      s.turnStep = TURNS[(TURNS.indexOf(s.turnStep as 90) + 1) % TURNS.length]!;
      s.refresh();
    },
  },
  {
    id: "pick-colour",
    section: "tools",
    keys: ["I"],
    label: _("Take part and colour of what is selected"),
    enabled: some,
    run: (s) => {
      const line = s.placement([...s.selection][0]!);
      if (line) {
        s.setColour(line.colour);
        if (!s.store.named(line.reference))
          void s.take(normalise(line.reference).replace(/\.dat$/, ""));
      }
    },
  },

  {
    id: "fit",
    section: "view",
    icon: "fit",
    keys: ["F"],
    label: _("Fit what is selected"),
    run: (s) => s.fit(),
  },
  {
    id: "home",
    section: "view",
    icon: "home",
    keys: ["0", "Home"],
    label: _("The whole model"),
    run: (s) => s.fit(true),
  },
  {
    id: "front",
    section: "view",
    keys: ["1"],
    label: _("From the front"),
    run: (s) => s.look(0, 0),
  },
  { id: "back", section: "view", keys: ["2"], label: _("From behind"), run: (s) => s.look(180, 0) },
  {
    id: "left",
    section: "view",
    keys: ["3"],
    label: _("From the left"),
    run: (s) => s.look(-90, 0),
  },
  {
    id: "right",
    section: "view",
    keys: ["4"],
    label: _("From the right"),
    run: (s) => s.look(90, 0),
  },
  { id: "top", section: "view", keys: ["5"], label: _("From above"), run: (s) => s.look(0, 89.9) },
  {
    id: "bottom",
    section: "view",
    keys: ["6"],
    label: _("From below"),
    run: (s) => s.look(0, -89.9),
  },
  {
    id: "orthographic",
    section: "view",
    icon: "orthographic",
    keys: ["O"],
    label: _("Without perspective"),
    pressed: (s) => s.stage.isOrthographic,
    run: (s) => {
      s.stage.setOrthographic(!s.stage.isOrthographic);
      s.refresh();
    },
  },
  {
    id: "section",
    section: "view",
    icon: "section",
    keys: ["X"],
    label: _("Cut the view open"),
    pressed: (s) => s.section !== undefined,
    run: (s) => s.setSection(s.section ? undefined : { axis: 2, at: 0.5 }),
  },
  {
    id: "zoom-in",
    section: "view",
    keys: ["+", "="],
    label: _("Nearer"),
    run: (s) => s.stage.orbit(0, 0, 0.85),
  },
  {
    id: "zoom-out",
    section: "view",
    keys: ["-"],
    label: _("Farther"),
    run: (s) => s.stage.orbit(0, 0, 1.18),
  },
  {
    id: "orbit-left",
    section: "view",
    keys: ["Alt+ArrowLeft"],
    label: _("Turn the view left"),
    run: (s) => s.stage.orbit(-0.15, 0),
  },
  {
    id: "orbit-right",
    section: "view",
    keys: ["Alt+ArrowRight"],
    label: _("Turn the view right"),
    run: (s) => s.stage.orbit(0.15, 0),
  },
  {
    id: "orbit-up",
    section: "view",
    keys: ["Alt+ArrowUp"],
    label: _("Turn the view up"),
    run: (s) => s.stage.orbit(0, 0.12),
  },
  {
    id: "orbit-down",
    section: "view",
    keys: ["Alt+ArrowDown"],
    label: _("Turn the view down"),
    run: (s) => s.stage.orbit(0, -0.12),
  },

  {
    id: "step-add",
    section: "steps",
    icon: "plus",
    keys: ["Ctrl+Shift+Enter"],
    label: _("New step"),
    run: (s) => s.showStep(undefined) ?? void commands.addStep(s.store, file(s), _("New step")),
  },
  {
    id: "step-before",
    section: "steps",
    keys: ["["],
    label: _("One step back"),
    run: (s) => stepBy(s, -1),
  },
  {
    id: "step-after",
    section: "steps",
    keys: ["]"],
    label: _("One step on"),
    run: (s) => stepBy(s, 1),
  },
  {
    id: "step-all",
    section: "steps",
    keys: ["\\"],
    label: _("Show all steps"),
    run: (s) => s.showStep(undefined),
  },

  {
    id: "save",
    section: "file",
    icon: "save",
    keys: ["Ctrl+S"],
    label: _("Save a revision"),
    run: () => dialogs.open("save"),
  },
  {
    id: "publish",
    section: "file",
    icon: "share",
    keys: ["Ctrl+P"],
    label: _("Publish"),
    run: () => dialogs.open("publish"),
  },
  {
    id: "import",
    section: "file",
    icon: "upload",
    keys: ["Ctrl+O"],
    label: _("Bring in a file"),
    run: () => dialogs.open("import"),
  },
  {
    id: "export",
    section: "file",
    icon: "download",
    keys: ["Ctrl+E"],
    label: _("Export"),
    run: () => dialogs.open("export"),
  },
  {
    id: "search",
    section: "file",
    icon: "search",
    keys: ["/", "Ctrl+F"],
    label: _("Search parts"),
    run: () => document.querySelector<HTMLInputElement>("#part-search")?.focus(),
  },
  {
    id: "shortcuts",
    section: "file",
    icon: "keyboard",
    keys: ["?"],
    label: _("Keyboard shortcuts"),
    run: () => dialogs.open("shortcuts"),
  },
];

const byId = new Map(ACTIONS.map((action) => [action.id, action]));

export function action(id: string): Action {
  const found = byId.get(id);
  if (!found) throw new Error(`there is no action ${id}`);
  return found;
}

export function perform(studio: Studio, id: string): void {
  const wanted = action(id);
  if (wanted.enabled && !wanted.enabled(studio)) return;
  try {
    wanted.run(studio);
  } catch (error) {
    if (!(error instanceof commands.Refusal)) throw error;
    studio.say(_("A model cannot contain itself."));
  }
}

/** The action a key means, if any. */
export function actionFor(event: KeyboardEvent): Action | undefined {
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const control = event.ctrlKey || event.metaKey;
  const letters = /^[A-Z]$/.test(name) || event.key.length > 1;
  const pressed = [
    control ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey && letters ? "Shift" : "",
    name,
  ]
    .filter(Boolean)
    .join("+");
  return ACTIONS.find((known) => known.keys.includes(pressed));
}

function chosen<T>(
  studio: Studio,
  of: (line: NonNullable<ReturnType<Studio["placement"]>>) => T,
): Set<T> {
  return new Set(
    [...studio.selection]
      .map((line) => studio.placement(line))
      .filter(isPlacement)
      .map(of),
  );
}

function submodelOf(studio: Studio): string | undefined {
  if (studio.selection.size !== 1) return undefined;
  const [line] = studio.selection;
  const placed = studio.placement(line!);
  return placed && studio.store.named(placed.reference)?.kind === "model" ? line : undefined;
}

function marked(studio: Studio, marks: "hidden" | "locked"): string[] {
  const prefix = `${file(studio)}/`;
  return [...studio.store[marks]]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}

function remove(studio: Studio): void {
  commands.removeParts(studio.store, file(studio), studio.free(), _("Delete"));
}

function copy(studio: Studio): void {
  const lines = [...studio.selection].map((line) => studio.placement(line)).filter(isPlacement);
  if (lines.length === 0) return;
  clipboard = {
    file: file(studio),
    lines: lines.map(({ reference, colour, transform, group }) => ({
      reference,
      colour,
      transform,
      ...(group ? { group } : {}),
    })),
  };
  studio.refresh();
}

/** Pasted parts hang on the pointer until they are put down. */
function paste(studio: Studio): void {
  if (!clipboard) return;
  const origin = clipboard.lines[0]!.transform;
  const inward = moved(IDENTITY, [-origin[0], -origin[1], -origin[2]]);
  const lines = clipboard.lines.map((line) => ({
    ...line,
    transform: compose(inward, line.transform),
  }));
  const shown = lines.flatMap((line) => studio.ghostsOf(line));
  studio.carry({ lines, shown, label: _("Paste") }, false, true);
}

/** A copy on top of the selection, or beside it when that is taken; it is selected, so it can be moved on. */
function duplicate(studio: Studio): void {
  const lines = [...studio.selection];
  const box = studio.scene.boxOf(lines);
  if (isEmpty(box)) return;
  const up = box.high[1] - box.low[1] - 4;
  const bodies = (by: Transform) =>
    lines
      .flatMap((line) => studio.scene.itemsOf(line))
      .flatMap((item) =>
        item.part.surfaces.map(({ solid }) => ({
          solid,
          place: compose(by, item.shown.transform),
        })),
      );
  const width = Math.ceil((box.high[0] - box.low[0] - 1) / 20) * 20;
  const ways: Vector[] = [
    [0, -Math.max(8, Math.round(up / 8) * 8), 0],
    [width, 0, 0],
    [0, 0, Math.ceil((box.high[2] - box.low[2] - 1) / 20) * 20],
  ];
  const way =
    ways.find((by) => !studio.scene.collides(bodies(translation(...by)), 200)) ?? ways[0]!;
  studio.select(
    commands.copyParts(studio.store, file(studio), lines, [translation(...way)], _("Duplicate")),
  );
}

export function arrayOf(studio: Studio, counts: Vector, gaps: Vector): void {
  const moves: Transform[] = [];
  for (let x = 0; x < counts[0]; x++)
    for (let y = 0; y < counts[1]; y++)
      for (let z = 0; z < counts[2]; z++) {
        if (x + y + z > 0) moves.push(translation(x * gaps[0], -y * gaps[1], z * gaps[2]));
      }
  const made = commands.copyParts(
    studio.store,
    file(studio),
    studio.selection,
    moves,
    _("Array of copies"),
  );
  studio.select([...studio.selection, ...made]);
}

/** Mirror across the middle of the selection. Parts that are their own mirror image are turned, not turned inside out. */
/** Each part as its own image or, when it has a left and a right, as the part of the other hand. */
export async function mirrorSelection(
  studio: Studio,
  axis: 0 | 1 | 2,
  copies: boolean,
): Promise<void> {
  const lines = studio.free();
  const box: Box = studio.scene.boxOf(lines);
  if (isEmpty(box)) return;
  const through = copies
    ? ([...centre(box)].map((value, k) =>
        k === axis ? box.high[axis] : value,
      ) as unknown as Vector)
    : centre(box);
  const image = mirror(
    axis,
    through.map((value) => Math.round(value * 2) / 2) as unknown as Vector,
  );
  const images = new Map<string, { reference?: string; transform: Transform }>();
  for (const line of lines) {
    const placed = studio.placement(line);
    if (!placed) continue;
    const items = studio.scene.itemsOf(line);
    const part = items.length === 1 ? items[0]!.part : undefined;
    const own = part && symmetry(part);
    const other = part && !own ? await counterpart(studio.library, part) : undefined;
    const seen = compose(image, placed.transform);
    // image · transform · own turns only, where `own` maps the part onto itself or its counterpart onto it.
    if (other)
      images.set(line, { reference: `${other.part.id}.dat`, transform: compose(seen, other.by) });
    else images.set(line, { transform: own ? compose(seen, own) : seen });
  }
  if (copies) {
    const placed = lines.map((line) => studio.placement(line)).filter(isPlacement);
    const made = commands.addParts(
      studio.store,
      file(studio),
      placed.map(({ id, reference, colour }) => ({ reference, colour, ...images.get(id)! })),
      _("Mirror"),
      studio.step,
    );
    studio.select(made);
  } else
    commands.changeParts(studio.store, file(studio), lines, _("Mirror"), (line) => ({
      ...line,
      ...images.get(line.id),
    }));
}

function stepBy(studio: Studio, by: number): void {
  const { steps } = studio.store.file(file(studio));
  const index =
    studio.step === undefined
      ? steps.length - 1
      : steps.findIndex((step) => step.id === studio.step);
  const next = Math.max(0, Math.min(steps.length - 1, index + by));
  studio.showStep(
    next === steps.length - 1 && by > 0 && index === next ? undefined : steps[next]!.id,
  );
}

/** Turn the selection by degrees about each axis through its middle. */
export function turnSelection(studio: Studio, axis: Vector, degrees: number): void {
  const lines = studio.free();
  const box = studio.scene.boxOf(lines);
  if (isEmpty(box)) return;
  commands.transformParts(
    studio.store,
    file(studio),
    lines,
    rotation(axis, degrees, centre(box).map(Math.round) as unknown as Vector),
    _("Turn"),
  );
}

/** Another part where each selected one is: the first connector kinds they share stay where they are. */
export async function replaceSelection(studio: Studio, part: string): Promise<void> {
  await studio.library.fetch([part]);
  const fresh = studio.library.get(part);
  if (!fresh) return;
  const shifts = new Map<string, Vector>();
  for (const line of studio.free()) {
    const old = studio.scene.itemsOf(line)[0]?.part;
    if (!old || shifts.has(old.id)) continue;
    shifts.set(old.id, sharedShift(old.connectors, fresh.connectors));
  }
  const lines = studio.free();
  const kinds = new Map<string, string[]>();
  for (const line of lines) {
    const id = studio.scene.itemsOf(line)[0]?.part.id ?? "";
    kinds.set(id, [...(kinds.get(id) ?? []), line]);
  }
  const shiftOf = new Map(
    [...kinds].flatMap(([id, ones]) =>
      ones.map((line) => [line, shifts.get(id) ?? ([0, 0, 0] as Vector)] as const),
    ),
  );
  commands.changeParts(
    studio.store,
    file(studio),
    lines,
    _("Replace with another part"),
    (line) => {
      const [x, y, z] = shiftOf.get(line.id)!;
      return {
        ...line,
        reference: `${part}.dat`,
        transform: compose(line.transform, translation(x, y, z)),
      };
    },
  );
}

type Connectors = { type: string; at: Vector; axis: Vector }[];

/** The shift under which most of the old connectors find one of the same kind and way in the new part. */
function sharedShift(old: Connectors, fresh: Connectors): Vector {
  const votes = new Map<string, { shift: Vector; count: number }>();
  for (const a of old) {
    for (const b of fresh) {
      if (a.type.split("/")[0] !== b.type.split("/")[0]) continue;
      if (a.axis.some((value, k) => Math.abs(value - b.axis[k]!) > 0.01)) continue;
      const shift: Vector = [a.at[0] - b.at[0], a.at[1] - b.at[1], a.at[2] - b.at[2]];
      // What is held from below counts most: the part must not leave what it stands on.
      const weight = a.type.startsWith("hole/") ? 2 : 1;
      const key = shift.map(Math.round).join(" ");
      const vote = votes.get(key) ?? { shift, count: 0 };
      vote.count += weight;
      votes.set(key, vote);
    }
  }
  const near = (shift: Vector): number =>
    Math.abs(shift[0]) + Math.abs(shift[1]) + Math.abs(shift[2]);
  const best = [...votes.values()].sort(
    (a, b) => b.count - a.count || near(a.shift) - near(b.shift),
  )[0];
  return best?.shift ?? [0, 0, 0];
}
