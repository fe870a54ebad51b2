/** An error that is caught is told, logged, or thrown on; where it does not matter, a comment says why. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** How many lines a handler may be away from the comment before it. */
const NEAR = 4;

function sources(): string[] {
  return (readdirSync(import.meta.dirname, { recursive: true }) as string[]).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );
}

/** What stands between the brace at `from` and the one that closes it. */
function block(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return text.slice(from, at);
  }
  return text.slice(from);
}

/** Places where an error is caught and nothing is known of it, and nobody says why. */
function swallowed(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/catch \{/g)) {
    const body = block(text, match.index + "catch ".length);
    if (!/\/\/|\bthis\.fail\(/.test(body)) found.push(`catch ${body.trim()}`);
  }
  const handler = /\.catch\(\s*\(\) =>|\(\) => (?:undefined|\{\}),?\s*\)/g;
  for (const match of text.matchAll(handler)) {
    const before = text.slice(0, match.index).split("\n").slice(-NEAR).join("\n");
    const after = text.slice(match.index).split("\n").slice(0, 2).join("\n");
    if (!/\/\/ |\/\*\*/.test(before + after)) found.push(match[0]);
  }
  return found;
}

it("no error is swallowed without a word why", () => {
  const found = sources().flatMap((name) =>
    swallowed(readFileSync(join(import.meta.dirname, name), "utf8")).map((what) => [name, what]),
  );
  expect(found).toEqual([]);
});

it("finds one that is", () => {
  expect(swallowed("try { act(); } catch { return 0; }")).toHaveLength(1);
  expect(swallowed("void act().catch(() => undefined);")).not.toHaveLength(0);
  expect(swallowed("try { act(); } catch {\n // told elsewhere\n }")).toEqual([]);
});
