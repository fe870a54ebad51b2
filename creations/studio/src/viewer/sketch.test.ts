import { Box3, Matrix4, Vector3 } from "three";
import { describe, expect, it } from "vitest";
import { parseGlb, readGlb } from "./glb";
import { madePack } from "./made_pack";
import { readPack } from "./pack";
import { readSketch, type Sketch, sketchEnd } from "./sketch";

const TWO = [
  "1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat",
  "1 47 200 0 0 1 0 0 0 1 0 0 0 1 3001.dat",
].join("\n");
const bytes = madePack(TWO);

function boxOf({ positions, box }: Sketch): Box3 {
  const found = new Box3();
  for (let k = 0; k < positions.length; k += 4) {
    found.expandByPoint(
      new Vector3(
        positions[k]! / 65535,
        positions[k + 1]! / 65535,
        positions[k + 2]! / 65535,
      ).applyMatrix4(box),
    );
  }
  return found;
}

/** An answer that comes in pieces; `said` is the length its header tells. */
function inPieces(buffer: ArrayBuffer, size: number, said: number): Response {
  let at = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at >= buffer.byteLength) controller.close();
      else controller.enqueue(new Uint8Array(buffer.slice(at, at + size)));
      at += size;
    },
  });
  return new Response(body, { headers: { "Content-Length": String(said) } });
}

describe("a sketch", () => {
  it("stands where its parts stand, the clear ones last", async () => {
    const sketch = (await readSketch(parseGlb(bytes)))!;
    const { min, max } = boxOf(sketch);
    [
      [min.x, -40],
      [max.x, 240],
      [min.y, -4],
      [max.y, 24],
      [min.z, -20],
      [max.z, 20],
    ].forEach(([found, wanted]) => expect(Math.abs(found! - wanted!)).toBeLessThan(1));
    expect(sketch.solid).toBeGreaterThan(0);
    expect(sketch.solid).toBeLessThan(sketch.corners.length);
    const x = (corner: number): number =>
      new Vector3(sketch.positions[4 * sketch.corners[corner]!]! / 65535, 0, 0).applyMatrix4(
        sketch.box,
      ).x;
    for (let k = 0; k < sketch.corners.length; k++) expect(x(k) < 100).toBe(k < sketch.solid);
  });

  it("has the parts' colours and normals of length one", async () => {
    const glb = parseGlb(bytes);
    const sketch = (await readSketch(glb))!;
    const red = readPack(glb).lots.find(({ colour }) => colour === 4)!.look.rgb;
    expect([...sketch.colours.subarray(0, 3)].map((value) => value / 65535)).toEqual(
      red.map((value) => expect.closeTo(value, 3)),
    );
    for (let k = 0; k < sketch.normals.length; k += 3) {
      expect(Math.abs(Math.hypot(...sketch.normals.subarray(k, k + 3)) / 127 - 1)).toBeLessThan(
        0.1,
      );
    }
  });

  it("names every vertex, and none that is not there", async () => {
    const { corners, positions } = (await readSketch(parseGlb(bytes)))!;
    expect(new Set(corners).size).toBe(positions.length / 4);
    expect(Math.max(...corners)).toBe(positions.length / 4 - 1);
  });

  it("can be read before the rest of the pack is there", async () => {
    for (const said of [bytes.byteLength, 100]) {
      const { glb, rest } = await readGlb(inPieces(bytes, 777, said), sketchEnd);
      const early = (await readSketch(glb))!;
      const whole = await rest();
      expect(whole.buffer.byteLength).toBe(bytes.byteLength);
      expect(early.corners).toEqual((await readSketch(whole))!.corners);
      expect(readPack(whole).frames[0]!.length).toBeGreaterThan(0);
    }
  });

  it("refuses what is no pack", async () => {
    await expect(readGlb(inPieces(new ArrayBuffer(5), 5, 5), sketchEnd)).rejects.toThrow(
      "not a .glb file",
    );
    await expect(readGlb(inPieces(bytes.slice(0, 400), 100, 400), sketchEnd)).rejects.toThrow();
  });

  it("is none where the pack has none", async () => {
    const glb = parseGlb(madePack("0 nothing"));
    expect(await readSketch(glb)).toBeNull();
    expect(sketchEnd(glb.json)).toBe(0);
    expect(readPack(glb).root).toBeInstanceOf(Matrix4);
  });
});
