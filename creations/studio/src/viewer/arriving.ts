/** An answer's bytes as they come, so that what is at the front can be used before the rest is there. */
export class Arriving {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private buffer: ArrayBuffer;
  private length = 0;
  private ended = false;

  constructor(answer: Response) {
    if (!answer.body) throw new Error("the answer has no body");
    this.reader = answer.body.getReader();
    // The header may say less than comes, when the answer is compressed on its way: then the buffer grows.
    this.buffer = new ArrayBuffer(Number(answer.headers.get("Content-Length")) || 1 << 20);
  }

  /** A buffer that begins with the first `end` bytes, or holds exactly all of them when there are not so many. */
  async upTo(end: number): Promise<ArrayBuffer> {
    while (this.length < end && !this.ended) {
      const { value, done } = await this.reader.read();
      if (value) this.take(value);
      this.ended = done;
    }
    if (this.ended && this.length < this.buffer.byteLength)
      this.buffer = this.buffer.slice(0, this.length);
    return this.buffer;
  }

  private take(bytes: Uint8Array): void {
    const end = this.length + bytes.length;
    if (end > this.buffer.byteLength) {
      const larger = new Uint8Array(Math.max(end, 2 * this.buffer.byteLength));
      larger.set(new Uint8Array(this.buffer, 0, this.length));
      this.buffer = larger.buffer;
    }
    new Uint8Array(this.buffer).set(bytes, this.length);
    this.length = end;
  }
}
