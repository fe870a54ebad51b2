import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Desk } from "../desk";
import { IDENTITY } from "../geometry/transform";
import { Page } from "../page";
import { ACTIONS, action, actionFor, perform, SECTIONS } from "./all";
import { copy } from "./clipboard";

const press = (key: string, held: { ctrl?: boolean; shift?: boolean; alt?: boolean } = {}) =>
  actionFor({
    key,
    ctrlKey: held.ctrl ?? false,
    metaKey: false,
    altKey: held.alt ?? false,
    shiftKey: held.shift ?? false,
  })?.id;

describe("the list of actions", () => {
  it("has each id and each key once", () => {
    const ids = ACTIONS.map(({ id }) => id);
    const keys = ACTIONS.flatMap((known) => known.keys);
    expect(new Set(ids).size).toBe(ids.length);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it("has every action in a section, with a label", () => {
    expect(SECTIONS.flatMap(({ actions }) => actions)).toHaveLength(ACTIONS.length);
    expect(ACTIONS.filter(({ label }) => !label)).toEqual([]);
  });

  it("shows only icons that the sprite has", () => {
    const sprite = readFileSync(
      resolve(import.meta.dirname, "../../../../../platform/static/icons.svg"),
      "utf8",
    );
    const icons = ACTIONS.flatMap(({ icon }) => (icon ? [icon] : []));
    expect(icons.filter((icon) => !sprite.includes(`id="${icon}"`))).toEqual([]);
  });
});

describe("a key", () => {
  it("means its action, with what is held", () => {
    expect(press("z", { ctrl: true })).toBe("undo");
    expect(press("z", { ctrl: true, shift: true })).toBe("redo");
    expect(press("h")).toBe("hide");
    expect(press("H", { shift: true })).toBe("show");
    expect(press("ArrowLeft", { alt: true })).toBe("orbit-left");
  });

  it("may need Shift to be typed at all", () => {
    expect(press("?", { shift: true })).toBe("shortcuts");
    expect(press("+", { shift: true })).toBe("zoom-in");
  });

  it("means nothing when no action has it", () => {
    expect(press("z")).toBeUndefined();
    expect(press("F12")).toBeUndefined();
  });
});

describe("an action", () => {
  beforeAll(() => {
    // Pasting needs something to paste.
    const placements = () => [
      { id: "a", step: "s0", order: 0, reference: "3001.dat", colour: 4, transform: IDENTITY },
    ];
    copy({ selection: { placements }, page: new Page() } as unknown as Desk);
  });

  it.each(ACTIONS.map(({ id }) => id))("%s tells the person when it fails", async (id) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const page = new Page();
    const broken = (): never => {
      throw new TypeError("broken");
    };
    // Nothing but the page works on this desk: whatever an action touches throws.
    const desk = new Proxy(
      { page },
      { get: (all, name) => (name === "page" ? all.page : broken()) },
    );
    const wanted = { ...action(id), enabled: () => true };
    page.listen({
      refresh: broken,
      refreshStatus: () => undefined,
      showBox: broken,
      openDialog: broken,
    });
    perform(desk as unknown as Desk, wanted);
    await Promise.resolve();
    await Promise.resolve();
    expect(page.message).toContain(wanted.label);
    page.say("");
    vi.restoreAllMocks();
  });
});
