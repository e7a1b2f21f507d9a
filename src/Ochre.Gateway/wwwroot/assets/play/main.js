// The playground: draws the page whenever something has changed, and listens to the keys that work everywhere.
import { applyTheme } from '../lib/theme.js';
import { render } from '../vendor/lit-html/lit-html.js';
import { cancel, isRunning, loadModels, press, showNext } from './actions.js';
import { startFrom } from './editing.js';
import { change, onChange, state } from './state.js';
import { page } from './views/page.js';
import { isKept, openWall } from './wall.js';

const app = document.getElementById('app');
app.replaceChildren();
onChange(() => render(page(state), app));

addEventListener('keydown', (event) => {
  const isInField = event.target.closest?.('input, textarea, select, canvas, [role=listbox]');
  if (document.querySelector('dialog[open]'))
    return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    press();
  } else if (event.key === 'Escape' && isRunning()) {
    cancel();
  } else if (!isInField && state.shown && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
    event.preventDefault();
    showNext(event.key === 'ArrowLeft' ? -1 : 1);
  }
});

addEventListener('paste', (event) => {
  const file = [...event.clipboardData?.files ?? []].find((one) => one.type.startsWith('image/'));
  if (file && state.models)
    startFrom(file);
});

// A picture dropped beside its place must not take the page away.
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file && state.models)
    startFrom(file);
});

// Whoever leaves while it paints pays for what he does not see.
addEventListener('beforeunload', (event) => isRunning() && event.preventDefault());

applyTheme();
change();
change({ wall: await openWall(), isWallKept: isKept() });
await loadModels();
