/** Camera, light and drawing. Draws only when something changed. */

import {
  Box3,
  type Color,
  DirectionalLight,
  HemisphereLight,
  NeutralToneMapping,
  OrthographicCamera,
  PerspectiveCamera,
  PMREMGenerator,
  Raycaster,
  Scene,
  Vector2,
  Vector3,
  type WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { RoomEnvironment } from "three/addons/environments/RoomEnvironment.js";
import { rendererOn } from "./renderer";

const AZIMUTH = (32 * Math.PI) / 180;
const ELEVATION = (24 * Math.PI) / 180;
const FIELD_OF_VIEW = 30;
/** How much the view widens from the eye to its upper edge. */
const SLOPE = Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
/**
 * Prepares reflections of 64 points a side. Three makes 256 at least, which show nothing more on plastic that is no mirror,
 * and take four seconds where no graphics card draws. Without this method of its own it would only be slower.
 */
class SmallRoom extends PMREMGenerator {
  protected _cubeSize = 64;

  protected _setSize(): void {
    this._cubeSize = 64;
  }
}

/** Room left around a model seen whole. */
const MARGIN = 1.12;

export class Stage {
  readonly renderer: WebGLRenderer;
  readonly canvas: HTMLCanvasElement;
  readonly scene = new Scene();
  readonly controls: OrbitControls;
  camera: PerspectiveCamera | OrthographicCamera;
  /** Pixels at the lower edge that something lies over. */
  covered = 0;
  private readonly perspective = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.001, 100);
  private readonly orthographic = new OrthographicCamera(-1, 1, 1, -1, 0.001, 100);
  private readonly sky = new HemisphereLight(0xffffff, 0xb9b2a6, 0.85);
  private readonly key = new DirectionalLight(0xfff6e8, 1.6);
  private readonly rim = new DirectionalLight(0xe8f0ff, 0.9);
  private readonly raycaster = new Raycaster();
  private wanted = false;
  private box = new Box3();

  /** Draws on the given canvas or on one in its place: see `canvas`. */
  constructor(given: HTMLCanvasElement) {
    this.camera = this.perspective;
    this.renderer = rendererOn(given);
    this.canvas = this.renderer.domElement;
    const { canvas } = this;
    // Asking for errors waits until each shader is compiled; these are known to be without.
    this.renderer.debug.checkShaderErrors = false;
    // The one that leaves the palette's colours as they are; a film's curve makes yellow olive and white grey.
    this.renderer.toneMapping = NeutralToneMapping;
    this.renderer.toneMappingExposure = 1.1;
    this.key.position.set(3, 5, 4);
    this.rim.position.set(-4, 3, -3);
    this.scene.add(this.sky, this.key, this.rim);
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.enableDamping = true;
    this.controls.dampingFactor = 0.12;
    this.controls.addEventListener("change", () => this.draw());
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement ?? canvas);
    this.resize();
  }

  /** What a dull white surface with this normal, in the scene, gives back of the light: three.js's own sum. */
  lightOn(normal: Vector3): Color {
    const { sky, key, rim } = this;
    const found = sky.groundColor
      .clone()
      .lerp(sky.color, (normal.y + 1) / 2)
      .multiplyScalar(sky.intensity);
    for (const lamp of [key, rim]) {
      const share = normal.dot(lamp.position) / lamp.position.length();
      if (share > 0) found.add(lamp.color.clone().multiplyScalar(share * lamp.intensity));
    }
    return found.multiplyScalar(1 / Math.PI);
  }

  /** Reflections take a moment to prepare, so the first picture does not wait for them. */
  addReflections(): void {
    const generator = new SmallRoom(this.renderer);
    this.scene.environment = generator.fromScene(new RoomEnvironment(), 0.04).texture;
    this.scene.environmentIntensity = 0.3;
    generator.dispose();
    this.draw();
  }

  /** What `home` shows whole. */
  setSubject(box: Box3): void {
    this.box = box;
  }

  /** The camera as in the cover's picture, as near as the whole model fits. */
  home(): void {
    this.look(AZIMUTH, ELEVATION);
  }

  /** Look at the whole model from a side: angles in radians, 0 is the front. */
  look(azimuth: number, elevation: number): void {
    const radius = this.box.getSize(new Vector3()).length() / 2 || 1;
    const { target, distance } = this.fit(this.box, directionOf(azimuth, elevation));
    this.frame(target, distance || 3 * radius, azimuth, elevation);
    this.controls.minDistance = radius * 0.02;
    this.controls.maxDistance = radius * 40;
    this.controls.update();
  }

  /** Come near a point so that what lies `radius` around it is seen, from where the camera is. */
  approach(centre: Vector3, radius: number): void {
    const offset = this.camera.position.clone().sub(this.controls.target);
    const azimuth = Math.atan2(offset.x, offset.z);
    const narrow = Math.atan(SLOPE * Math.min(1, this.perspective.aspect));
    this.frame(
      centre,
      (radius / Math.sin(narrow)) * 0.98,
      azimuth,
      Math.asin(offset.y / (offset.length() || 1)),
    );
  }

  /** Where to look and from how far, so that a box seen from a direction fills the free part of the view and lies in its middle. */
  private fit(box: Box3, back: Vector3): { target: Vector3; distance: number } {
    const right = new Vector3(back.z, 0, -back.x).normalize();
    const up = new Vector3().crossVectors(back, right);
    const target = box.getCenter(new Vector3());
    if (box.isEmpty()) return { target, distance: 0 };
    const corners = [0, 1, 2, 3, 4, 5, 6, 7].map(
      (k) =>
        new Vector3(
          k & 1 ? box.max.x : box.min.x,
          k & 2 ? box.max.y : box.min.y,
          k & 4 ? box.max.z : box.min.z,
        ),
    );
    const covered = Math.min(0.4, this.covered / Math.max(1, this.canvas.clientHeight));
    const slopes = [SLOPE * this.perspective.aspect, SLOPE * (1 - covered)] as const;
    let distance = 3 * box.getSize(new Vector3()).length();
    // What is near looks larger, so the middle of what is seen moves with the distance; a few rounds settle it.
    for (let round = 0; round < 6; round++) {
      const seen = corners.map((corner) => corner.clone().sub(target));
      for (const axis of [right, up]) {
        const places = seen.map((corner) => corner.dot(axis) / (distance - corner.dot(back)));
        target.addScaledVector(axis, ((Math.min(...places) + Math.max(...places)) / 2) * distance);
      }
      distance = 0;
      for (const corner of corners) {
        corner.sub(target);
        const needed = Math.max(
          Math.abs(corner.dot(right)) / slopes[0],
          Math.abs(corner.dot(up)) / slopes[1],
        );
        distance = Math.max(distance, needed * MARGIN + corner.dot(back));
        corner.add(target);
      }
    }
    return { target: target.addScaledVector(up, -covered * SLOPE * distance), distance };
  }

  private frame(centre: Vector3, distance: number, azimuth: number, elevation: number): void {
    const direction = directionOf(azimuth, elevation);
    for (const camera of [this.perspective, this.orthographic]) {
      camera.position.copy(centre).addScaledVector(direction, distance);
      camera.near = distance / 400;
      camera.far = distance * 30;
    }
    this.orthographic.zoom = 1;
    this.fitOrthographic(distance);
    this.perspective.updateProjectionMatrix();
    this.controls.target.copy(centre);
    this.controls.update();
    this.draw();
  }

  private fitOrthographic(distance: number): void {
    const height = distance * SLOPE;
    const camera = this.orthographic;
    camera.top = height;
    camera.bottom = -height;
    camera.left = -height * this.perspective.aspect;
    camera.right = height * this.perspective.aspect;
    camera.updateProjectionMatrix();
  }

  get isOrthographic(): boolean {
    return this.camera === this.orthographic;
  }

  setOrthographic(on: boolean): void {
    const from = this.camera;
    const distance =
      from.position.distanceTo(this.controls.target) /
      (from === this.orthographic ? this.orthographic.zoom : 1);
    this.camera = on ? this.orthographic : this.perspective;
    const direction = from.position.clone().sub(this.controls.target).normalize();
    this.camera.position.copy(this.controls.target).addScaledVector(direction, distance);
    this.orthographic.zoom = 1;
    this.fitOrthographic(distance);
    this.controls.object = this.camera;
    this.controls.update();
    this.draw();
  }

  /** Turn about the model by radians, or come nearer by a factor. */
  orbit(across: number, up: number, nearer = 1): void {
    const offset = this.camera.position.clone().sub(this.controls.target);
    const length = offset.length() * (this.isOrthographic ? 1 : nearer);
    const azimuth = Math.atan2(offset.x, offset.z) + across;
    const elevation = Math.min(1.5, Math.max(-1.5, Math.asin(offset.y / offset.length()) + up));
    this.camera.position
      .copy(this.controls.target)
      .addScaledVector(directionOf(azimuth, elevation), length);
    if (this.isOrthographic) {
      this.orthographic.zoom /= nearer;
      this.orthographic.updateProjectionMatrix();
    }
    this.controls.update();
    this.draw();
  }

  /** The ray from the eye through a point of the page. */
  ray(x: number, y: number): Raycaster {
    const frame = this.canvas.getBoundingClientRect();
    const point = new Vector2(
      ((x - frame.left) / frame.width) * 2 - 1,
      1 - ((y - frame.top) / frame.height) * 2,
    );
    this.raycaster.setFromCamera(point, this.camera);
    return this.raycaster;
  }

  draw(): void {
    if (this.wanted) return;
    this.wanted = true;
    requestAnimationFrame(() => {
      this.wanted = false;
      this.controls.update();
      this.renderer.render(this.scene, this.camera);
    });
  }

  /** Draw now; for pictures that are read back. */
  drawNow(): void {
    this.renderer.render(this.scene, this.camera);
  }

  /** A square picture of what is shown, `size` pixels wide. */
  snapshot(size: number): HTMLCanvasElement {
    const picture = document.createElement("canvas");
    picture.width = picture.height = size;
    const [width, height] = [this.canvas.width, this.canvas.height];
    const side = Math.min(width, height);
    this.drawNow();
    picture
      .getContext("2d")!
      .drawImage(
        this.canvas,
        (width - side) / 2,
        (height - side) / 2,
        side,
        side,
        0,
        0,
        size,
        size,
      );
    return picture;
  }

  resize(): void {
    const frame = this.canvas.parentElement ?? this.canvas;
    const width = Math.max(1, frame.clientWidth);
    const height = Math.max(1, frame.clientHeight);
    this.renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
    this.renderer.setSize(width, height, false);
    this.perspective.aspect = width / height;
    this.perspective.updateProjectionMatrix();
    this.fitOrthographic(
      this.camera.position.distanceTo(this.controls?.target ?? new Vector3()) || 1,
    );
    this.draw();
  }
}

function directionOf(azimuth: number, elevation: number): Vector3 {
  return new Vector3(
    Math.sin(azimuth) * Math.cos(elevation),
    Math.sin(elevation),
    Math.cos(azimuth) * Math.cos(elevation),
  );
}
