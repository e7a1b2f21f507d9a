// Painting the mask with mouse, finger or pen.
import { html } from '../../vendor/lit-html/lit-html.js';
import { change } from '../state.js';

/** In pixels of the picture. */
export const brush = { size: 80, isErasing: false };

const attached = new WeakMap();

export function painter(state) {
  queueMicrotask(() => attach(state.mask));
  return html`
    <canvas class="mask" data-param="mask" tabindex="0" role="img" aria-label=${state.mask.isEmpty ? 'Mask: empty. Brush over the picture, or add a rectangle by numbers.' : 'Mask: painted'}
      @pointerdown=${(event) => begin(event, state.mask)} @pointermove=${(event) => move(event, state.mask)} @pointerup=${(event) => end(event, state.mask)} @pointercancel=${(event) => end(event, state.mask)}></canvas>
    <span class="ring"></span>`;
}

function attach(mask) {
  const canvas = document.querySelector('canvas.mask');
  if (!canvas || attached.get(canvas) === mask)
    return;
  attached.set(canvas, mask);
  mask.attach(canvas);
}

let pointer = null;

function begin(event, mask) {
  if (pointer !== null || event.button !== 0)
    return;
  pointer = event.pointerId;
  event.currentTarget.setPointerCapture(pointer);
  mask.begin(pointOf(event, event.currentTarget), brush.size, brush.isErasing || event.buttons === 32); // 32: the other end of a pen
}

function move(event, mask) {
  ring(event);
  if (event.pointerId !== pointer)
    return;
  const canvas = event.currentTarget;
  mask.extend((event.getCoalescedEvents?.() ?? [event]).map((one) => pointOf(one, canvas)));
}

// How large the brush is, where it is.
function ring(event) {
  const canvas = event.currentTarget;
  const box = canvas.getBoundingClientRect();
  const size = brush.size * box.width / canvas.width;
  const [x, y] = [event.clientX - box.left - size / 2, event.clientY - box.top - size / 2];
  Object.assign(canvas.nextElementSibling.style, { width: `${size}px`, height: `${size}px`, transform: `translate(${x}px, ${y}px)` });
}

function end(event, mask) {
  if (event.pointerId !== pointer)
    return;
  pointer = null;
  mask.end();
  change();
}

function pointOf(event, canvas) {
  const box = canvas.getBoundingClientRect();
  return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
}
