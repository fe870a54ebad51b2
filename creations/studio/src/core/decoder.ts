/** Draco frames to shaded meshes in workers, so that the page's thread only waits. */

import DecodeWorker from "./decode.worker?worker";
import type { Shaded } from "./normals";

interface Answer {
  job: number;
  meshes?: Shaded[];
  error?: string;
}

/** A frame costs about what its bytes say; below this a second worker costs more than it saves. */
const WORTH_SPLITTING = 60_000;

export class Decoder {
  private readonly workers: Worker[] = [];
  private readonly waiting = new Map<number, { resolve: (meshes: Shaded[]) => void; reject: (error: Error) => void }>();
  private jobs = 0;

  constructor(private readonly size = Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1))) {
    this.start();
  }

  async decode(frames: Uint8Array[]): Promise<Shaded[]> {
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
    const parts = Math.min(this.size, 1 + Math.floor(bytes / WORTH_SPLITTING));
    while (this.workers.length < parts) this.start();
    const shares = split(frames, parts);
    const done = await Promise.all(shares.map((share, k) => this.ask(this.workers[k]!, share.map((index) => frames[index]!))));
    const meshes: Shaded[] = new Array(frames.length);
    shares.forEach((share, k) => share.forEach((index, at) => (meshes[index] = done[k]![at]!)));
    return meshes;
  }

  end(): void {
    for (const worker of this.workers) worker.terminate();
    this.workers.length = 0;
  }

  private start(): void {
    const worker = new DecodeWorker();
    worker.onmessage = (event: MessageEvent<Answer>) => {
      const { job, meshes, error } = event.data;
      const waiter = this.waiting.get(job);
      this.waiting.delete(job);
      if (meshes) waiter?.resolve(meshes);
      else waiter?.reject(new Error(error ?? "the meshes cannot be read"));
    };
    worker.onerror = (event) => {
      for (const waiter of this.waiting.values()) waiter.reject(new Error(event.message));
      this.waiting.clear();
    };
    this.workers.push(worker);
  }

  private ask(worker: Worker, frames: Uint8Array[]): Promise<Shaded[]> {
    if (frames.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const job = this.jobs++;
      this.waiting.set(job, { resolve, reject });
      worker.postMessage({ job, frames });
    });
  }
}

/** Indices into `frames` for each worker: the largest first, always to the one with the least to do. */
function split(frames: Uint8Array[], parts: number): number[][] {
  const order = frames.map((_, index) => index).sort((a, b) => frames[b]!.length - frames[a]!.length);
  const shares: number[][] = Array.from({ length: parts }, () => []);
  const loads = new Array<number>(parts).fill(0);
  for (const index of order) {
    const least = loads.indexOf(Math.min(...loads));
    shares[least]!.push(index);
    loads[least]! += frames[index]!.length;
  }
  return shares;
}
