/** Camera, light and drawing. Draws only when something changed. */

import {
  ACESFilmicToneMapping,
  Box3,
  DirectionalLight,
  HemisphereLight,
  Matrix4,
  OrthographicCamera,
  PerspectiveCamera,
  PMREMGenerator,
  Raycaster,
  Scene,
  Vector2,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { RoomEnvironment } from "three/addons/environments/RoomEnvironment.js";
import { Batches } from "./batches";
import { Detailed } from "./detail";

const AZIMUTH = (32 * Math.PI) / 180;
const ELEVATION = (24 * Math.PI) / 180;
const FIELD_OF_VIEW = 30;

export class Stage {
  readonly renderer: WebGLRenderer;
  readonly scene = new Scene();
  readonly controls: OrbitControls;
  camera: PerspectiveCamera | OrthographicCamera;
  private readonly perspective = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.001, 100);
  private readonly orthographic = new OrthographicCamera(-1, 1, 1, -1, 0.001, 100);
  private readonly raycaster = new Raycaster();
  private wanted = false;
  private box = new Box3();

  constructor(readonly canvas: HTMLCanvasElement) {
    this.camera = this.perspective;
    this.renderer = new WebGLRenderer({
      canvas, alpha: true, powerPreference: "high-performance",
      // Smooth edges double the time of a picture there: speed is worth more.
      antialias: !isDrawnInSoftware(),
    });
    this.renderer.toneMapping = ACESFilmicToneMapping;
    this.renderer.toneMappingExposure = 0.95;
    this.scene.add(new HemisphereLight(0xffffff, 0xb9b2a6, 0.85));
    const key = new DirectionalLight(0xfff6e8, 1.6);
    key.position.set(3, 5, 4);
    const rim = new DirectionalLight(0xe8f0ff, 0.9);
    rim.position.set(-4, 3, -3);
    this.scene.add(key, rim);
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.enableDamping = true;
    this.controls.dampingFactor = 0.12;
    this.controls.addEventListener("change", () => this.draw());
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement ?? canvas);
    this.resize();
  }

  /** Reflections cost some hundred milliseconds to prepare, so the first picture does not wait for them. */
  addReflections(): void {
    const generator = new PMREMGenerator(this.renderer);
    this.scene.environment = generator.fromScene(new RoomEnvironment(), 0.04).texture;
    this.scene.environmentIntensity = 0.3;
    generator.dispose();
    this.draw();
  }

  /** Let the graphics card learn how to draw parts while the page waits for them. */
  prepare(): void {
    const sample = new Batches({ copies: 1, vertices: 3 });
    const corner = new Float32Array(9);
    const mesh = Detailed.of({ positions: corner, normals: corner, indices: Uint32Array.of(0, 1, 2) });
    for (const [alpha, metalness] of [[1, 0], [1, 1], [0.5, 0]] as const) sample.add(mesh, { rgb: [0, 0, 0], alpha, metalness }, new Matrix4());
    this.scene.add(sample.group);
    this.drawNow();
    // A program is thrown away with its last user, so the sample goes once the model has taken its place.
    sample.group.visible = false;
    setTimeout(() => {
      sample.group.removeFromParent();
      sample.dispose();
    }, 10_000);
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
    const centre = this.box.getCenter(new Vector3());
    const radius = this.box.getSize(new Vector3()).length() / 2 || 1;
    this.frame(centre, radius, azimuth, elevation);
    this.controls.minDistance = radius * 0.02;
    this.controls.maxDistance = radius * 40;
    this.controls.update();
  }

  /** Come near a point so that what lies `radius` around it is seen, from where the camera is. */
  approach(centre: Vector3, radius: number): void {
    const offset = this.camera.position.clone().sub(this.controls.target);
    const azimuth = Math.atan2(offset.x, offset.z);
    this.frame(centre, radius, azimuth, Math.asin(offset.y / (offset.length() || 1)));
  }

  private frame(centre: Vector3, radius: number, azimuth: number, elevation: number): void {
    const half = (FIELD_OF_VIEW * Math.PI) / 360;
    const narrow = Math.min(half, Math.atan(Math.tan(half) * this.perspective.aspect));
    const distance = (radius / Math.sin(narrow)) * 0.98;
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
    const height = distance * Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
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
    const distance = from.position.distanceTo(this.controls.target) / (from === this.orthographic ? this.orthographic.zoom : 1);
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
    this.camera.position.copy(this.controls.target).addScaledVector(directionOf(azimuth, elevation), length);
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
    const point = new Vector2(((x - frame.left) / frame.width) * 2 - 1, 1 - ((y - frame.top) / frame.height) * 2);
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
    picture.getContext("2d")!.drawImage(this.canvas, (width - side) / 2, (height - side) / 2, side, side, 0, 0, size, size);
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
    this.fitOrthographic(this.camera.position.distanceTo(this.controls?.target ?? new Vector3()) || 1);
    this.draw();
  }
}

/** Whether the processor draws, for want of a graphics card. */
function isDrawnInSoftware(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext("webgl2");
  const names = context?.getExtension("WEBGL_debug_renderer_info");
  const name = names ? String(context!.getParameter(names.UNMASKED_RENDERER_WEBGL)) : "";
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}

function directionOf(azimuth: number, elevation: number): Vector3 {
  return new Vector3(Math.sin(azimuth) * Math.cos(elevation), Math.sin(elevation), Math.cos(azimuth) * Math.cos(elevation));
}
