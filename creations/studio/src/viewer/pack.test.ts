import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import createDecoder from "draco3d/draco_decoder_nodejs.js";
import { beforeAll, describe, expect, it } from "vitest";
import { shade } from "../core/normals";
import { parseGlb } from "./glb";
import { madePack } from "./made_pack";
import { type Pack, readPack } from "./pack";

describe("a scene pack", () => {
  let pack: Pack;
  beforeAll(() => {
    pack = readPack(
      parseGlb(
        madePack(
          [
            "1 4 10 0 0 1 0 0 0 1 0 0 0 1 3001.dat",
            "0 STEP",
            "1 4 0 -24 0 0 0 1 0 1 0 -1 0 0 3001.dat",
            "0 STEP",
            "1 47 0 -48 0 -1 0 0 0 1 0 0 0 1 3003.dat",
            "1 1 0 0 0 1 0.5 0 0 1 0 0 0 1 3003.dat",
          ].join("\n"),
        ),
      ),
    );
  });

  it("holds each mesh once and every instance with its step", () => {
    expect(pack.frames).toHaveLength(2);
    expect(pack.steps).toBe(3);
    const red = pack.lots.find((lot) => lot.part === "3001" && lot.colour === 4)!;
    expect(red.steps).toEqual([0, 1]);
    expect(red.matrices[0]!.elements.slice(12, 15)).toEqual([10, 0, 0]);
  });

  it("keeps turned, mirrored and bent matrices as they were", () => {
    const red = pack.lots.find((lot) => lot.part === "3001")!;
    const turned = red.matrices[1]!.elements;
    [0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, 0].forEach((value, k) =>
      expect(turned[k]).toBeCloseTo(value, 3),
    );
    const clear = pack.lots.find((lot) => lot.colour === 47)!;
    expect(clear.matrices[0]!.determinant()).toBeCloseTo(-1, 3);
    const bent = pack.lots.find((lot) => lot.colour === 1)!;
    expect(bent.matrices[0]!.elements[4]).toBeCloseTo(0.5, 3);
  });

  it("tells transparent colours", () => {
    expect(pack.lots.find((lot) => lot.colour === 47)!.look.alpha).toBeLessThan(0.6);
    expect(pack.lots.find((lot) => lot.colour === 4)!.look.alpha).toBe(1);
  });

  it("has meshes that Draco can read", async () => {
    const wasmBinary = readFileSync(
      resolve(import.meta.dirname, "../../node_modules/draco3d/draco_decoder.wasm"),
    );
    const draco = await createDecoder({ wasmBinary });
    const decoder = new draco.Decoder();
    const mesh = new draco.Mesh();
    expect(decoder.DecodeArrayToMesh(pack.frames[0]!, pack.frames[0]!.length, mesh).ok()).toBe(
      true,
    );
    expect(mesh.num_faces()).toBeGreaterThan(100);
  });
});

describe("shading", () => {
  it("keeps a cube's edges sharp: each corner has three normals", () => {
    const points = Float32Array.from([
      0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1,
    ]);
    const faces = Uint32Array.from([
      0, 2, 1, 0, 3, 2, 4, 5, 6, 4, 6, 7, 0, 1, 5, 0, 5, 4, 3, 7, 6, 3, 6, 2, 0, 4, 7, 0, 7, 3, 1,
      2, 6, 1, 6, 5,
    ]);
    expect(shade(points, faces).positions).toHaveLength(24 * 3);
  });

  it("makes a tube of 24 sides round: each corner of its wall has one normal", () => {
    const points: number[] = [];
    const faces: number[] = [];
    for (let k = 0; k < 24; k++) {
      const angle = (2 * Math.PI * k) / 24;
      points.push(Math.cos(angle), 0, Math.sin(angle), Math.cos(angle), 1, Math.sin(angle));
      const next = (k + 1) % 24;
      faces.push(2 * k, 2 * k + 1, 2 * next, 2 * next, 2 * k + 1, 2 * next + 1);
    }
    const shaded = shade(Float32Array.from(points), Uint32Array.from(faces));
    expect(shaded.positions).toHaveLength(48 * 3);
    for (let k = 0; k < 48; k++) {
      const [x, y, z] = [
        shaded.positions[3 * k]!,
        shaded.normals[3 * k + 1]!,
        shaded.positions[3 * k + 2]!,
      ];
      expect(Math.abs(y)).toBeLessThan(1e-5);
      expect(Math.abs(shaded.normals[3 * k]! * x + shaded.normals[3 * k + 2]! * z)).toBeCloseTo(
        1,
        2,
      );
    }
  });
});
