/** The checks, away from the page's thread. */

import { Inspector } from "./check";
import type { Job, Report } from "./findings";

const inspector = new Inspector();

self.onmessage = (event: MessageEvent<Job>) => {
  const { version, parts, items } = event.data;
  const began = performance.now();
  inspector.learn(parts);
  const findings = inspector.inspect(items);
  const report: Report = {
    version,
    findings,
    pairs: inspector.pairs,
    milliseconds: performance.now() - began,
  };
  self.postMessage(report);
};
