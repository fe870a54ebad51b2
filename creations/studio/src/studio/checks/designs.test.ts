/** The demo's designs, which are the first models most people see, have nothing the checks would tell them of. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import createDecoder, { type Draco } from "draco3d/draco_decoder_nodejs.js";
import { beforeAll, expect, it } from "vitest";
import type { Transform } from "../geometry/transform";
import { type ConnectorRow, readConnector } from "../parts/connectors";
import { Inspector } from "./check";
import type { CheckedItem, CheckedPart } from "./findings";

const root = resolve(import.meta.dirname, "../../../../..");
const SCRIPT = `
import json, struct, sys
from creations import ldraw
from creations.demo import designs
from creations.ldraw.flatten import flatten
from creations.ldraw.names import part_id
from creations.rendering.parts_pack import pack_of_document
drawn = {name: getattr(designs, name)() for name in designs.__all__}
drawn["greenhouse"] = designs.moon_base(garden=True)
for name, document in drawn.items():
    pack = pack_of_document(document, ldraw.Limits())
    # As the Studio knows them: under the number the file has, which its pack has too.
    items = [[part_id(x.name), x.path, *x.transform] for x in flatten(document).placed]
    told = json.dumps([name, items]).encode()
    sys.stdout.buffer.write(struct.pack("<II", len(told), len(pack)) + told + pack)
`;

interface Entry {
  category: string;
  connectors: ConnectorRow[];
  surfaces: [colour: number, offset: number, length: number][];
}

let draco: Draco;
const designs = new Map<string, { parts: CheckedPart[]; items: CheckedItem[] }>();

function meshOf(frame: Uint8Array): { positions: Float32Array; indices: Uint32Array } {
  const [unpack, mesh] = [new draco.Decoder(), new draco.Mesh()];
  unpack.DecodeArrayToMesh(frame, frame.length, mesh);
  const read = (
    count: number,
    fill: (bytes: number, pointer: number) => unknown,
    heap: "HEAPF32" | "HEAPU32",
  ) => {
    const pointer = draco._malloc(count * 4);
    fill(count * 4, pointer);
    const copied = draco[heap].slice(pointer / 4, pointer / 4 + count);
    draco._free(pointer);
    return copied;
  };
  const indices = read(
    mesh.num_faces() * 3,
    (bytes, pointer) => unpack.GetTrianglesUInt32Array(mesh, bytes, pointer),
    "HEAPU32",
  ) as Uint32Array;
  const attribute = unpack.GetAttribute(mesh, unpack.GetAttributeId(mesh, draco.POSITION));
  const positions = read(
    mesh.num_points() * 3,
    (bytes, pointer) =>
      unpack.GetAttributeDataArrayForAllPoints(mesh, attribute, draco.DT_FLOAT32, bytes, pointer),
    "HEAPF32",
  ) as Float32Array;
  draco.destroy(mesh);
  draco.destroy(unpack);
  return { positions, indices };
}

function checkedParts(pack: Uint8Array): CheckedPart[] {
  const length = new DataView(pack.buffer, pack.byteOffset).getUint32(0, true);
  const { parts } = JSON.parse(new TextDecoder().decode(pack.subarray(4, 4 + length))) as {
    parts: Record<string, Entry>;
  };
  return Object.entries(parts).map(([id, entry]) => ({
    id,
    connectors: entry.connectors.map(readConnector),
    worn: entry.category.startsWith("Minifig"),
    surfaces: entry.surfaces.map(([, offset, size]) =>
      meshOf(pack.subarray(4 + length + offset, 4 + length + offset + size)),
    ),
  }));
}

beforeAll(async () => {
  draco = await createDecoder({
    wasmBinary: readFileSync(
      resolve(root, "creations/studio/node_modules/draco3d/draco_decoder.wasm"),
    ),
  });
  const all = new Uint8Array(
    execFileSync(resolve(root, ".venv/bin/python"), ["-c", SCRIPT], {
      cwd: root,
      maxBuffer: 2 ** 28,
    }),
  );
  for (let at = 0; at < all.length; ) {
    const view = new DataView(all.buffer, all.byteOffset + at);
    const [told, pack] = [view.getUint32(0, true), view.getUint32(4, true)];
    const [name, rows] = JSON.parse(
      new TextDecoder().decode(all.subarray(at + 8, at + 8 + told)),
    ) as [string, [string, string, ...number[]][]];
    const items = rows.map(([part, path, ...transform], k) => ({
      line: path || `line ${k}`,
      part,
      transform: transform as unknown as Transform,
    }));
    designs.set(name, {
      parts: checkedParts(all.subarray(at + 8 + told, at + 8 + told + pack)),
      items,
    });
    at += 8 + told + pack;
  }
}, 60_000);

const NAMES = [
  "bakery",
  "bird_house",
  "chess",
  "greenhouse",
  "heart",
  "lighthouse",
  "moon_base",
  "robot",
  "rocket",
  "rover",
  "sailing_boat",
  "spiral",
  "tram",
  "trees",
];

it("are all looked at", () => expect([...designs.keys()].sort()).toEqual(NAMES));

it.each(NAMES)("nothing cuts, floats or falls in the %s", (name) => {
  const { parts, items } = designs.get(name)!;
  const inspector = new Inspector();
  inspector.learn(parts);
  const where = new Map(
    items.map((item) => [
      item.line,
      `${item.part} at ${item.transform.slice(0, 3).map(Math.round).join(" ")}`,
    ]),
  );
  const told = inspector
    .inspect(items)
    .map(
      (finding) =>
        `${finding.kind}: ${"lines" in finding ? finding.lines.map((line) => where.get(line)).join(" | ") : ""}`,
    );
  expect(told).toEqual([]);
});
