// The admin page: draws itself whenever something has changed, and keeps what it shows fresh.
import { applyTheme } from '../lib/theme.js';
import { render } from '../vendor/lit-html/lit-html.js';
import { adminKey, takeKeyFromAddress } from './key.js';
import { refresh } from './refresh.js';
import { signIn } from './sign-in.js';
import { change, onChange, state } from './state.js';
import { viewOf } from './tabs.js';
import { page } from './views/page.js';

const AGAIN = 3000;
const app = document.getElementById('app');
app.replaceChildren();
// The chart is as wide as its place, which is known only when it stands there.
const places = new ResizeObserver(() => change());
let place = null;
onChange(() => {
  render(page(state), app);
  const now = app.querySelector('.chart');
  if (now === place)
    return;
  places.disconnect();
  place = now;
  if (place)
    places.observe(place);
});
addEventListener('hashchange', go);
// Seconds that run go on between two answers.
setInterval(() => state.view === 'requests' && state.isIn && !document.hidden && change(), 500);

applyTheme();
await go();

async function go() {
  // A link with a key signs in wherever it is opened.
  if (takeKeyFromAddress())
    change({ isIn: null });
  const view = viewOf(location.hash);
  change({ view, dialog: null });
  // On a phone the views are wider than the page.
  queueMicrotask(() => document.querySelector('.views [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }));
  if (state.isIn === null && !adminKey())
    change({ isIn: false });
  if (state.isIn || (adminKey() && await signIn()))
    await refresh();
  else if (adminKey())
    // Nobody answered, so that nobody knows whether the key is good.
    setTimeout(go, AGAIN);
}
