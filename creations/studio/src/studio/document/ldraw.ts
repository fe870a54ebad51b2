/** LDraw text: written from the store, and read for what is brought in. Mirrors `creations/ldraw`. */

import type { Transform } from "../geometry/transform";
import { type File, inOrder, isPlacement, type Line, newId, normalise, type Step } from "./shape";
import type { Store } from "./store";

const MAX_DIRECT = 0x2000000;

/** The whole document as a file's text: CRLF, ids before their placements. */
export function write(store: Store): string {
  const lines: string[] = store.preamble ? store.preamble.split("\n") : [];
  for (const file of store.inOrder()) {
    if (store.isPacked) lines.push(`0 ${file.kind === "data" ? "!DATA" : "FILE"} ${file.name}`);
    writeFile(file, lines);
    if (file.closed) lines.push("0 NOFILE");
    if (file.outside) lines.push(...file.outside.split("\n"));
  }
  return `${lines.join("\r\n")}\r\n`;
}

function writeFile(file: File, lines: string[]): void {
  if (file.kind !== "model") {
    if (file.text) lines.push(...file.text.split("\n"));
    return;
  }
  const sorted = inOrder(file);
  let at = 0;
  file.steps.forEach((step, index) => {
    const isLast = index === file.steps.length - 1;
    for (; at < sorted.length && (isLast || sorted[at]!.step === step.id); at++)
      writeLine(sorted[at]!, lines);
    if (step.end) lines.push(step.end);
  });
}

function writeLine(line: Line, lines: string[]): void {
  if (!isPlacement(line)) {
    lines.push(...line.text.split("\n"));
    return;
  }
  if (line.group) lines.push(`0 MLCAD BTG ${line.group}`);
  lines.push(`0 !PROSUM ID ${line.id}`);
  const colour =
    line.colour >= MAX_DIRECT ? `0x${line.colour.toString(16).toUpperCase()}` : String(line.colour);
  lines.push(`1 ${colour} ${line.transform.map(number).join(" ")} ${line.reference}`);
}

/** The shortest decimal without exponent. */
function number(value: number): string {
  const text = String(value === 0 ? 0 : value);
  return text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}

/** The file cannot be read; the message says where: its name and line. */
export class BadFile extends Error {}

const STEP = /^\s*0\s+(STEP|ROTSTEP)\b/i;
const FILE = /^\s*0\s+(FILE|!DATA)\s+(.+)$/i;
const NOFILE = /^\s*0\s+NOFILE\b/i;
const ID = /^\s*0\s+!PROSUM\s+ID\s+(\S+)\s*$/i;
const GROUP = /^\s*0\s+MLCAD\s+BTG\s+(.+)$/i;
const ORG = /^0\s+!?LDRAW_ORG\s+(.*)/i;

/** The files in `text`, the main one first. `name` is used when the text names none. Throws BadFile with line number. */
export function read(text: string, name: string): File[] {
  const files: { name: string; data: boolean; lines: { text: string; number: number }[] }[] = [];
  const preamble: { text: string; number: number }[] = [];
  let inside = true;
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    const match = FILE.exec(line);
    if (match) {
      files.push({ name: match[2]!.trim(), data: match[1]!.toUpperCase() === "!DATA", lines: [] });
      inside = true;
    } else if (NOFILE.test(line)) inside = false;
    else if (inside) (files.at(-1)?.lines ?? preamble).push({ text: line, number: index + 1 });
  });
  if (files.length === 0 || preamble.some((line) => /^\s*1\s/.test(line.text))) {
    files.unshift({ name, data: false, lines: preamble });
  }
  const seen = new Set<string>();
  return files.map((file, order) => {
    const kind = file.data ? "data" : order > 0 && isPart(file.name, file.lines) ? "kept" : "model";
    const made =
      kind === "model"
        ? readModel(file.lines, name, seen)
        : { steps: [], lines: new Map<string, Line>() };
    while (kind !== "model" && file.lines.at(-1)?.text === "") file.lines.pop();
    const kept = kind === "model" ? "" : file.lines.map((line) => line.text).join("\n");
    return {
      key: newId(),
      name: file.name,
      order,
      kind,
      closed: false,
      outside: "",
      text: kept,
      ...made,
    };
  });
}

function isPart(name: string, lines: { text: string }[]): boolean {
  const declared =
    lines
      .slice(0, 12)
      .map((line) => ORG.exec(line.text)?.[1]?.toLowerCase() ?? "")
      .find(Boolean) ?? "";
  return /part|primitive|shortcut/.test(declared) || normalise(name).endsWith(".dat");
}

function readModel(
  source: { text: string; number: number }[],
  name: string,
  seen: Set<string>,
): { steps: Step[]; lines: Map<string, Line> } {
  const steps: Step[] = [{ id: newId(), order: 0, end: "" }];
  const lines = new Map<string, Line>();
  let remarks: string[] = [];
  let group = "",
    id = "",
    order = 0;
  const keepRemarks = (): void => {
    if (remarks.length > 0) {
      const made = `~${newId()}`;
      lines.set(made, {
        id: made,
        step: steps.at(-1)!.id,
        order: order++,
        text: remarks.join("\n"),
      });
      remarks = [];
    }
  };
  for (const { text, number: at } of source) {
    if (/^\s*1\s/.test(text)) {
      keepRemarks();
      const { colour, transform, reference } = readPlacement(text, at, name);
      const own = id && !seen.has(id) ? id : newId();
      seen.add(own);
      lines.set(own, {
        id: own,
        step: steps.at(-1)!.id,
        order: order++,
        colour,
        transform,
        reference,
        ...(group ? { group } : {}),
      });
      id = group = "";
    } else if (STEP.test(text)) {
      keepRemarks();
      steps.at(-1)!.end = text.trim();
      steps.push({ id: newId(), order: steps.length, end: "" });
    } else if (ID.test(text)) id = ID.exec(text)![1]!;
    else if (GROUP.test(text)) group = GROUP.exec(text)![1]!.trim();
    else if (text.trim() || remarks.length > 0) remarks.push(text.trimEnd());
  }
  while (remarks.at(-1) === "") remarks.pop();
  keepRemarks();
  return { steps, lines };
}

function readPlacement(
  text: string,
  line: number,
  name: string,
): { colour: number; transform: Transform; reference: string } {
  const words = text.trim().split(/\s+/);
  const numbers = words.slice(2, 14).map(Number);
  const colour = Number(words[1]);
  const reference = text.trim().split(/\s+/).slice(14).join(" ");
  if (
    words.length < 15 ||
    numbers.some((value) => !Number.isFinite(value)) ||
    !Number.isInteger(colour) ||
    colour < 0
  ) {
    throw new BadFile(`${name}, ${line}`);
  }
  return { colour, transform: numbers as unknown as Transform, reference };
}
