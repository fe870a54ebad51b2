declare module "draco3d/draco_decoder_nodejs.js" {
  interface Mesh {
    num_points(): number;
    num_faces(): number;
  }
  interface Attribute {
    readonly ptr: number;
  }
  interface Decoder {
    DecodeArrayToMesh(
      data: Uint8Array,
      length: number,
      mesh: Mesh,
    ): { ok(): boolean; error_msg(): string };
    GetAttributeId(mesh: Mesh, type: number): number;
    GetAttribute(mesh: Mesh, id: number): Attribute;
    GetTrianglesUInt32Array(mesh: Mesh, bytes: number, pointer: number): boolean;
    GetAttributeDataArrayForAllPoints(
      mesh: Mesh,
      attribute: Attribute,
      type: number,
      bytes: number,
      pointer: number,
    ): boolean;
  }
  export interface Draco {
    Decoder: new () => Decoder;
    Mesh: new () => Mesh;
    POSITION: number;
    DT_FLOAT32: number;
    HEAPF32: Float32Array;
    HEAPU32: Uint32Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    destroy(thing: unknown): void;
  }
  export default function createDecoder(options: {
    wasmBinary: ArrayBuffer | Uint8Array;
  }): Promise<Draco>;
}
declare module "virtual:draco-wasm" {
  const base64: string;
  export default base64;
}
