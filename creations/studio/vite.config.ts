import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = import.meta.dirname;

/** `virtual:draco-wasm`: the decoder as Base64 text, so that it comes with the worker instead of in a request of its own. */
function dracoWasm(): Plugin {
  const name = "virtual:draco-wasm";
  return {
    name,
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) =>
      id === `\0${name}`
        ? `export default ${JSON.stringify(readFileSync(resolve(here, "node_modules/draco3d/draco_decoder.wasm"), "base64"))};`
        : null,
  };
}

export default defineConfig({
  base: "/static/build/",
  build: {
    outDir: resolve(here, "../../platform/static/build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: {
        site: resolve(here, "src/site/site.ts"),
        viewer: resolve(here, "src/viewer/element.ts"),
        embed: resolve(here, "src/viewer/embed.ts"),
        instructions: resolve(here, "src/instructions/instructions.ts"),
        studio: resolve(here, "src/studio/studio.ts"),
      },
    },
  },
  worker: { format: "es", plugins: () => [dracoWasm()] },
  // They try hundreds of sequences: how long that takes says what else the machine does.
  test: { testTimeout: 60_000 },
});
