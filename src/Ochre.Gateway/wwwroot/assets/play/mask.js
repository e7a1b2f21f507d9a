// What should change in a picture, painted at the picture's own size. What was done is kept as a list, so that each step can be taken back.
import { drawn } from './picture.js';

const OPAQUE = 128; // of 255: a brush's soft rim is one or the other

export class Mask {
  #steps = [];
  #context;
  #onChange;

  /** @param onChange called after every step. */
  constructor(width, height, onChange) {
    Object.assign(this, { width, height });
    this.#onChange = onChange;
  }

  /** Takes the canvas that people see. */
  attach(canvas) {
    Object.assign(canvas, { width: this.width, height: this.height });
    this.#context = canvas.getContext('2d', { willReadFrequently: true });
    this.#redraw();
  }

  get isEmpty() {
    return this.#steps.length === 0;
  }

  begin(point, size, isErasing) {
    this.#steps.push({ kind: 'stroke', points: [point], size, isErasing });
    this.#draw(this.#steps.at(-1));
  }

  extend(points) {
    const stroke = this.#steps.at(-1);
    const from = stroke.points.at(-1);
    stroke.points.push(...points);
    this.#draw({ ...stroke, points: [from, ...points] });
  }

  end() {
    this.#onChange();
  }

  rectangle(x, y, width, height) {
    this.#take({ kind: 'rectangle', x, y, width, height });
  }

  invert() {
    this.#take({ kind: 'invert' });
  }

  undo() {
    this.#steps.pop();
    this.#redraw();
    this.#onChange();
  }

  clear() {
    this.#steps = [];
    this.#redraw();
    this.#onChange();
  }

  /** OpenAI's mask: a PNG of the picture's size, transparent where it should change. */
  file() {
    const painted = this.#context.getImageData(0, 0, this.width, this.height);
    for (let at = 0; at < painted.data.length; at += 4) {
      const changes = painted.data[at + 3] >= OPAQUE;
      painted.data.fill(0, at, at + 3);
      painted.data[at + 3] = changes ? 0 : 255;
    }
    return drawn(this.width, this.height, (context) => context.putImageData(painted, 0, 0));
  }

  #take(step) {
    this.#steps.push(step);
    this.#draw(step);
    this.#onChange();
  }

  #redraw() {
    this.#context?.clearRect(0, 0, this.width, this.height);
    this.#steps.forEach((step) => this.#draw(step));
  }

  #draw(step) {
    const context = this.#context;
    if (!context)
      return;
    context.save();
    // One colour: how it looks over the picture the style sheet says.
    context.fillStyle = context.strokeStyle = '#c2451e';
    if (step.kind === 'rectangle') {
      context.fillRect(step.x, step.y, step.width, step.height);
    } else if (step.kind === 'invert') {
      context.globalCompositeOperation = 'xor';
      context.fillRect(0, 0, this.width, this.height);
    } else {
      context.globalCompositeOperation = step.isErasing ? 'destination-out' : 'source-over';
      Object.assign(context, { lineWidth: step.size, lineCap: 'round', lineJoin: 'round' });
      context.beginPath();
      context.moveTo(...step.points[0]);
      // A line to itself is a dot.
      step.points.forEach((point) => context.lineTo(...point));
      context.stroke();
    }
    context.restore();
  }
}
