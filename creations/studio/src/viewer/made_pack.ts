import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../../..");

/** A real scene pack, made by the server's own code. */
export function madePack(ldraw: string): ArrayBuffer {
  const script = [
    "import sys",
    "from creations import ldraw",
    "from creations.rendering.model import load",
    "from creations.rendering.scene_pack import scene_pack",
    "sys.stdout.buffer.write(scene_pack(load(ldraw.read(sys.stdin.buffer.read()), ldraw.Limits())))",
  ].join("\n");
  const bytes = execFileSync(resolve(root, ".venv/bin/python"), ["-c", script], {
    input: ldraw,
    cwd: root,
  });
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
