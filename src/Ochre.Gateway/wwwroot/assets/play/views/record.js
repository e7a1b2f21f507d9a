// One image, large, with everything that is known of it.
import { announce } from '../../lib/announce.js';
import { save } from '../../lib/bytes.js';
import { dollars } from '../../lib/money.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { isRunning, remove, varier, vary, varyPrice } from '../actions.js';
import { entering, startFrom } from '../editing.js';
import { doing } from '../models.js';
import { change } from '../state.js';
import { taskName } from '../tasks.js';
import { urlOf } from './urls.js';

export const record = (state, image) => html`
  <figure class="record">
    <div class="sheet whole"><img id="shown" src=${urlOf(image.blob)} alt=${image.prompt || 'Image without words'} width=${image.width} height=${image.height}></div>
    <figcaption>
      ${image.prompt ? html`<p class="said">${image.prompt}</p>` : nothing}
      <div class="row" role="group" aria-label="This image">
        <button type="button" class="second" @click=${() => save(image.blob, nameOf(image))}>Download</button>
        <button type="button" class="second" @click=${() => copy(image)}>Copy</button>
        ${state.models ? again(state, image) : nothing}
        <button type="button" class="quiet" @click=${() => remove(image.id)}>Delete</button>
      </div>
      ${facts(image)}
    </figcaption>
  </figure>`;

const again = (state, image) => html`
  ${varier(image) ? html`<button type="button" class="second" ?disabled=${isRunning()} @click=${() => vary(image)}>Vary ${price(image)}</button>` : nothing}
  ${doing(state.models, 'INPAINTING').length ? html`<button type="button" class="second" @click=${() => startFrom(image.blob, 'INPAINTING')}>Edit</button>` : nothing}
  ${doing(state.models, 'IMAGE_TO_IMAGE').length ? html`<button type="button" class="second" @click=${() => startFrom(image.blob, 'IMAGE_TO_IMAGE', image.prompt)}>Use as input</button>` : nothing}
  ${image.wish.route === 'generations' ? html`<button type="button" class="second" @click=${() => reuse(state, image)}>Use its settings</button>` : nothing}`;

function price(image) {
  const units = varyPrice(varier(image), image);
  return units === null ? '' : html`<span class="price">${dollars(units)}</span>`;
}

function reuse(state, image) {
  const { fields } = image.wish;
  change(entering('create'));
  change({
    prompt: image.prompt, negative: fields.negative_prompt ?? '', size: fields.size ?? null, count: 1, premium: fields.quality === 'high', colors: fields.colors ?? [],
    modelOf: { ...state.modelOf, TEXT_IMAGE: image.asked }, seed: image.seed === null ? state.seed : { isLocked: true, value: Number(image.seed) }, extras: { ...fields },
  });
  announce('Its settings are in the form');
}

const facts = (image) => html`
  <dl class="facts">
    ${[
      ['Model', image.name ?? image.asked], ['Called', image.model], ['Region', image.region], ['Task', image.task === 'TEXT_IMAGE' ? null : taskName(image.task)], ['Size', `${image.width} × ${image.height} ${image.format}`],
      ['Seed', image.seed], ['Cost', image.each === null || image.each === undefined ? null : dollars(image.each)], ['Time', `${(image.ms / 1000).toFixed(1)} s`],
      ['Stood in', image.substituted?.replace('->', ' → ')], ['Ignored', image.ignored?.join(', ')], ['Adjusted', image.adjusted?.join(', ')],
    ].filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;

const nameOf = (image) => `ochre-${image.seed ?? 'image'}-${image.id.slice(0, 4)}.${image.format === 'jpeg' ? 'jpg' : image.format}`;

// Clipboards take PNG; another format is drawn as one.
async function copy(image) {
  const png = image.blob.type === 'image/png' ? image.blob : await (await import('../picture.js')).drawn(image.width, image.height, await painted(image.blob));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]).then(() => announce('The image is copied'), () => announce('The browser does not let the page copy images'));
}

async function painted(blob) {
  const bitmap = await createImageBitmap(blob);
  return (context) => context.drawImage(bitmap, 0, 0);
}
