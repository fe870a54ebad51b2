/** Draco frames to shaded meshes in workers, so that the page's thread only waits. */

import type { Answer, Question } from "./decode.worker";
import DECODER_SCRIPT from "./decode.worker?worker&url";
import { Detailed, type Level } from "./detail";

/** Where the workers' script is. */
export { DECODER_SCRIPT };

/** A frame costs about what its bytes say; below this a second worker costs more than it saves. */
const WORTH_SPLITTING = 60_000;

export class Decoder {
  private readonly workers: Worker[] = [];
  private readonly waiting = new Map<
    number,
    { resolve: (meshes: Level[][]) => void; reject: (error: Error) => void }
  >();
  private jobs = 0;

  constructor(
    private readonly script = DECODER_SCRIPT,
    private readonly size = Math.max(1, Math.min(4, navigator.hardwareConcurrency || 2)),
  ) {
    this.start();
  }

  /** Every mesh in all its degrees of detail. */
  async decode(frames: Uint8Array[]): Promise<Detailed[]> {
    const shares = this.share(frames);
    const done = await Promise.all(
      shares.map((share, k) =>
        this.ask(
          k,
          share.map((index) => frames[index]!),
        ),
      ),
    );
    return gather(frames.length, shares, done).map((levels) => new Detailed(levels));
  }

  end(): void {
    for (const worker of this.workers) worker.terminate();
    this.workers.length = 0;
  }

  private start(): void {
    const worker = new Worker(this.script, { type: "module" });
    worker.onmessage = (event: MessageEvent<Answer>) => {
      const { job } = event.data;
      const waiter = this.waiting.get(job);
      this.waiting.delete(job);
      if ("meshes" in event.data) waiter?.resolve(event.data.meshes);
      else waiter?.reject(new Error(event.data.error));
    };
    worker.onerror = (event) => {
      for (const waiter of this.waiting.values()) waiter.reject(new Error(event.message));
      this.waiting.clear();
    };
    this.workers.push(worker);
  }

  private ask(worker: number, frames: Uint8Array[]): Promise<Level[][]> {
    const job = this.jobs++;
    return new Promise((resolve, reject) => {
      this.waiting.set(job, { resolve, reject });
      this.workers[worker]!.postMessage({ job, frames } satisfies Question);
    });
  }

  /** Indices into `frames` for each worker: the largest first, always to the one with the least to do. */
  private share(frames: Uint8Array[]): number[][] {
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
    const parts = Math.min(this.size, 1 + Math.floor(bytes / WORTH_SPLITTING));
    while (this.workers.length < parts) this.start();
    const order = frames
      .map((_, index) => index)
      .sort((a, b) => frames[b]!.length - frames[a]!.length);
    const shares: number[][] = Array.from({ length: parts }, () => []);
    const loads = new Array<number>(parts).fill(0);
    for (const index of order) {
      const least = loads.indexOf(Math.min(...loads));
      shares[least]!.push(index);
      loads[least]! += frames[index]!.length;
    }
    return shares;
  }
}

/** What the workers found, in the frames' order. */
function gather(length: number, shares: number[][], done: Level[][][]): Level[][] {
  const meshes: Level[][] = new Array(length);
  shares.forEach((share, k) => share.forEach((index, at) => (meshes[index] = done[k]![at]!)));
  return meshes;
}
