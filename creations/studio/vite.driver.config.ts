/** The Studio's document without a window, as a program for tests (see `tests/creations/browsers.py`). */

import { resolve } from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  build: {
    ssr: resolve(import.meta.dirname, "src/studio/document/keeping/driver.ts"),
    target: "node20",
    minify: false,
  },
  ssr: { noExternal: true },
});
