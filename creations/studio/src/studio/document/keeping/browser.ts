/** The workbench in a browser's tab: its database, its tabs, its comings and goings. */

import { Door } from "./door";
import { Journal } from "./journal";
import type { Link } from "./link";
import { type Opened, open } from "./open";

const ASK_EVERY = 15_000;

export async function openHere(address: string, creation: number, token: string): Promise<Opened> {
  const factory = typeof indexedDB === "undefined" ? undefined : indexedDB;
  const journal = await Journal.open(creation, factory);
  const door = new Door(address, () => cookie("csrftoken") ?? token);
  const tabs = (epoch: number): BroadcastChannel =>
    new BroadcastChannel(`prosum-${creation}-${epoch}`);
  const opening = (): Promise<Opened> => open(door, journal, tabs);
  // One tab at a time, so that an older layout's edits are made again once; not every browser can.
  const opened = await (navigator.locks?.request(`prosum-${creation}`, opening) ?? opening());
  comeAndGo(opened.link);
  return opened;
}

function comeAndGo(link: Link): void {
  window.addEventListener("online", () => void link.send());
  window.addEventListener("pagehide", () => link.lastWords());
  document.addEventListener("visibilitychange", () =>
    document.hidden ? link.lastWords() : void link.send(),
  );
  setInterval(() => {
    if (!document.hidden && document.hasFocus() && navigator.onLine) void link.send();
  }, ASK_EVERY);
}

function cookie(name: string): string | undefined {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}
