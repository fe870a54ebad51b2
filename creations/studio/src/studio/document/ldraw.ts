/** LDraw text: written from the store, and read for what is brought in. Mirrors `creations/ldraw`. */

import type { Transform } from "../geometry/transform";
import { colourOf } from "./listing";
import {
  type File,
  inOrder,
  isPlacement,
  type Line,
  newId,
  normalise,
  type Placement,
  type Step,
} from "./shape";
import type { Store } from "./store";

const MAX_DIRECT = 0x2000000;

/** The whole document as a file's text: what nobody touched as it was read, ids before what speaks of their line. */
export function write(store: Store): string {
  const lines = blockLines(store.preamble);
  const files = store.inOrder();
  const [main] = files;
  for (const file of files) {
    if (store.isPacked && !(file === main && lines.length === 0 && isUnopened(store, file)))
      lines.push(openingOf(file));
    writeFile(file, lines);
    if (file.closed)
      lines.push(file.closing && NOFILE.test(file.closing) ? file.closing : "0 NOFILE");
    lines.push(...blockLines(file.outside));
  }
  if (lines.length === 0) return "";
  const { newline, unended } = store.ends;
  const text = lines.join(newline) + (unended ? "" : newline);
  return text.replaceAll(GLUE + newline, "").replaceAll(GLUE, "");
}

/** The lines of a text; a last line without words counts, and is told by a line end after it. */
function blockLines(text: string): string[] {
  const lines = text ? text.split("\n") : [];
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Whether it was read without a line that names it, and will be known again without. */
function isUnopened(store: Store, file: File): boolean {
  const places = (line: Line): boolean =>
    isPlacement(line) && ![undefined, file].includes(store.named(line.reference));
  return file.opening === "" && [...file.lines.values()].some(places);
}

function openingOf({ opening, name, kind }: File): string {
  const said = opening ? FILE.exec(bare(opening))?.[2]?.trim() : undefined;
  if (opening && said === name) return opening;
  return `0 ${kind === "data" ? "!DATA" : "FILE"} ${name}`;
}

function writeFile(file: File, lines: string[]): void {
  if (file.kind !== "model") {
    lines.push(...blockLines(file.text));
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
  if (line.group) {
    const { group, groupSource = "" } = line;
    const same = GROUP.exec(bare(groupSource))?.[1]?.trim() === group;
    lines.push(same ? groupSource : `0 MLCAD BTG ${group}`);
  }
  let at = lines.length;
  while (at > 0 && SPEAKS_OF_NEXT.test(lines[at - 1]!)) at--;
  lines.splice(at, 0, `0 !PROSUM ID ${line.id}`);
  lines.push(says(line) ? line.source! : shortest(line));
}

/** A line without an end of its own. */
function bare(line: string): string {
  return line.replace(/\r?\0?$/, "");
}

/** Whether the line as it was written still says what the placement does. */
function says({ source = "", colour, transform, reference }: Placement): boolean {
  const text = bare(source);
  if (!text || /[\r\n\0]/.test(text)) return false;
  const words = text.trim().split(/\s+/);
  return (
    words[0] === "1" &&
    colourOf(words[1]) === colour &&
    transform.every((value, k) => Number(words[k + 2]) === value) &&
    /^\s*(?:\S+\s+){14}(.*?)\s*$/.exec(text)?.[1] === reference
  );
}

function shortest({ colour, transform, reference }: Placement): string {
  const code = colour >= MAX_DIRECT ? `0x${colour.toString(16).toUpperCase()}` : String(colour);
  return `1 ${code} ${transform.map(number).join(" ")} ${reference}`;
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
/** Lines that speak of the one after them (see `creations/ldraw/writer.py`). */
const SPEAKS_OF_NEXT =
  /^\s*0\s+(?:MLCAD\s+BTG|(?:!LDCAD\s+)?GROUP_NXT|BFC\b.*\bINVERTNEXT|!TEXMAP\s+NEXT|!?LPUB|!LEOCAD\s+(?:PIECE|SYNTH))\b/i;
/** At the end of a line: it has an end of its own (see `creations/ldraw/document.py`). */
const GLUE = "\0";
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
