/** Camera, light and drawing. Draws only when something changed. */

import {
  ACESFilmicToneMapping,
  Box3,
  DirectionalLight,
  HemisphereLight,
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
import type { Model, Placed } from "./model";

const AZIMUTH = (32 * Math.PI) / 180;
const ELEVATION = (24 * Math.PI) / 180;

export class Stage {
  readonly renderer: WebGLRenderer;
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(30, 1, 0.001, 100);
  readonly controls: OrbitControls;
  private wanted = false;
  private box = new Box3();

  constructor(readonly canvas: HTMLCanvasElement) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true, powerPreference: "high-performance" });
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

  show(model: Model): void {
    this.scene.add(model.group);
    this.box = model.box;
    this.home();
  }

  /** The camera as in the cover's picture, as near as the whole model fits. */
  home(): void {
    const centre = this.box.getCenter(new Vector3());
    const radius = this.box.getSize(new Vector3()).length() / 2 || 1;
    const half = (this.camera.fov * Math.PI) / 360;
    const narrow = Math.min(half, Math.atan(Math.tan(half) * this.camera.aspect));
    const distance = (radius / Math.sin(narrow)) * 0.98;
    const direction = new Vector3(
      Math.sin(AZIMUTH) * Math.cos(ELEVATION),
      Math.sin(ELEVATION),
      Math.cos(AZIMUTH) * Math.cos(ELEVATION),
    );
    this.camera.position.copy(centre).addScaledVector(direction, distance);
    this.camera.near = distance / 200;
    this.camera.far = distance * 20;
    this.camera.updateProjectionMatrix();
    this.controls.target.copy(centre);
    this.controls.minDistance = radius * 0.15;
    this.controls.maxDistance = radius * 12;
    this.controls.update();
    this.draw();
  }

  /** Turn about the model by radians, or come nearer by a factor. */
  orbit(across: number, up: number, nearer = 1): void {
    const offset = this.camera.position.clone().sub(this.controls.target);
    const length = offset.length() * nearer;
    const azimuth = Math.atan2(offset.x, offset.z) + across;
    const elevation = Math.min(1.5, Math.max(-1.5, Math.asin(offset.y / offset.length()) + up));
    offset.set(Math.sin(azimuth) * Math.cos(elevation), Math.sin(elevation), Math.cos(azimuth) * Math.cos(elevation));
    this.camera.position.copy(this.controls.target).addScaledVector(offset, length);
    this.controls.update();
    this.draw();
  }

  /** The part under a point of the page. */
  pick(x: number, y: number, model: Model): Placed | undefined {
    const frame = this.canvas.getBoundingClientRect();
    const point = new Vector2(((x - frame.left) / frame.width) * 2 - 1, 1 - ((y - frame.top) / frame.height) * 2);
    const ray = new Raycaster();
    ray.setFromCamera(point, this.camera);
    const hit = ray.intersectObject(model.group, true)[0];
    return hit && hit.batchId !== undefined ? model.find(hit.object, hit.batchId) : undefined;
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

  private resize(): void {
    const frame = this.canvas.parentElement ?? this.canvas;
    const width = Math.max(1, frame.clientWidth);
    const height = Math.max(1, frame.clientHeight);
    this.renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.draw();
  }
}
