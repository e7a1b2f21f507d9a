// Forms for keys, teams and users: one drawing for all, a refusal at the field that it names.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { keyFields, partyFields, suggestions, valueOf } from '../fields.js';
import { bodyOf } from '../form-body.js';
import { readNames, saveKey } from '../keys.js';
import { KINDS, saveParty } from '../parties.js';
import { change, state } from '../state.js';

export const openKeyForm = (was = null) => open({ title: was ? `Edit ${was.key_alias ?? was.token}` : 'New key', groups: keyFields, was, save: saveKey, press: was ? 'Save' : 'Make the key' });

export function openPartyForm(view, was = null) {
  const { kind, one } = KINDS[view];
  open({ title: was ? `Edit the ${one}` : `New ${one}`, groups: partyFields(kind), was, save: (body) => saveParty(view, body, was), press: was ? 'Save' : `Make the ${one}` });
}

// The suggestions are a convenience: without them the form is the same.
async function open(form) {
  const dialog = { kind: 'form', fault: null, names: {}, isBusy: false, ...form };
  change({ dialog });
  const names = await readNames().catch(() => ({}));
  if (state.dialog === dialog)
    change({ dialog: Object.assign(dialog, { names }) });
}

export const formContent = (dialog) => html`
  <form class="stack form" novalidate @submit=${(event) => submit(event, dialog)}>
    ${dialog.groups.map(({ title, fields }) => html`
      <fieldset><legend>${title}</legend><div class="fields">${fields.filter((field) => !(dialog.was && field.isOnlyNew)).map((field) => fieldOf(field, dialog))}</div></fieldset>`)}
    ${Object.entries({ ...suggestions, ...dialog.names }).map(([name, values]) => html`<datalist id="list-${name}">${values.map((value) => html`<option value=${value}></option>`)}</datalist>`)}
    ${dialog.fault && !isShown(dialog) ? html`<p class="warn" role="alert" id="form-fault">${dialog.fault.message}</p>` : nothing}
    <p class="row press-row"><button class="primary" ?disabled=${dialog.isBusy}>${dialog.press}</button><button type="button" class="second" @click=${() => change({ dialog: null })}>Leave it</button></p>
  </form>`;

const named = ({ fault }, name) => fault?.param === name || Boolean(fault?.param?.startsWith(`${name}.`));
const isShown = (dialog) => dialog.groups.some(({ fields }) => fields.some(({ name }) => named(dialog, name)));
const LONG = ['names', 'map', 'json'];

function fieldOf(field, dialog) {
  const { name, label, kind, look } = field;
  const [isWrong, hint, value] = [named(dialog, name), (dialog.was && field.hintOfOld) || field.hint, valueOf(field, dialog.was)];
  const about = [hint && `hint-${name}`, isWrong && `fault-${name}`].filter(Boolean).join(' ') || nothing;
  return html`
    <div class="field ${look ?? ''}">
      <label class="label" for="field-${name}">${label}</label>
      ${LONG.includes(kind)
        ? html`<textarea id="field-${name}" name=${name} rows=${Math.min(8, Math.max(2, value.split('\n').length))} spellcheck="false" .value=${value} aria-invalid=${isWrong ? 'true' : 'false'} aria-describedby=${about}></textarea>`
        : html`<input id="field-${name}" name=${name} type="text" inputmode=${kind === 'usd' ? 'decimal' : kind === 'count' ? 'numeric' : nothing} autocomplete="off" spellcheck="false"
            list=${field.list ? `list-${field.list}` : nothing} .value=${value} aria-invalid=${isWrong ? 'true' : 'false'} aria-describedby=${about}>`}
      ${field.list === 'models' ? modelAdder(dialog) : nothing}
      ${hint ? html`<p class="hint" id="hint-${name}">${hint}</p>` : nothing}
      ${isWrong ? html`<p class="warn" role="alert" id="fault-${name}">${dialog.fault.message}</p>` : nothing}
    </div>`;
}

/** A list to choose from beside what can be written: a text of several lines has no suggestions of its own. */
const modelAdder = ({ names }) => !names.models?.length ? nothing : html`
  <select aria-label="Add a model" @change=${(event) => {
    const text = event.target.closest('form').elements.models;
    text.value = [text.value.trim(), event.target.value].filter(Boolean).join('\n');
    event.target.selectedIndex = 0;
  }}><option value="">Add a model …</option>${names.models.map((model) => html`<option value=${model}>${model}</option>`)}</select>`;

async function submit(event, dialog) {
  event.preventDefault();
  const form = event.currentTarget;
  if (dialog.isBusy)
    return;
  change({ dialog: Object.assign(dialog, { isBusy: true, fault: null }) });
  try {
    await dialog.save(bodyOf(dialog.groups, Object.fromEntries(new FormData(form)), dialog.was), dialog.was);
  } catch (fault) {
    change({ dialog: Object.assign(dialog, { fault }) });
    const wrong = form.elements[fault.param?.split('.')[0]];
    wrong?.focus();
    // With its sentence below it, which is drawn by then.
    queueMicrotask(() => wrong?.scrollIntoView({ block: 'center' }));
  }
  dialog.isBusy = false;
  change();
}
