import { resolve } from "node:path";
import { mergeConfig } from "vite";
import site from "./vite.config";

const here = import.meta.dirname;

/** The page of `make bench`, built beside what it measures and never served by the site. */
export default mergeConfig(site, {
  root: resolve(here, "bench"),
  base: "/",
  build: {
    outDir: resolve(here, "../../var/bench/page"),
    rollupOptions: { input: resolve(here, "bench/bench.html") },
  },
});
