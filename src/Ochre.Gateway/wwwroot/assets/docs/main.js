// The API reference: draws what /openapi.json says, and follows where the reader is.
import { applyTheme } from '../lib/theme.js';
import { render } from '../vendor/lit-html/lit-html.js';
import { read } from './document.js';
import { change, onChange, state } from './state.js';
import { page } from './views/page.js';

const app = document.getElementById('app');
app.replaceChildren();
onChange(() => render(page(), app));
applyTheme();
change();

try {
  const answer = await fetch('openapi.json');
  if (!answer.ok)
    throw new Error(`openapi.json was answered with ${answer.status}`);
  change({ api: read(await answer.json()) });
} catch (fault) {
  change({ fault: `What the API is cannot be read: ${fault.message}.` });
}

// All of it is drawn now. The place of the address was not there when the browser looked for it.
await Promise.resolve();
document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();

const seen = new IntersectionObserver((entries) => {
  const entry = entries.find((one) => one.isIntersecting);
  if (entry && entry.target.id !== state.current)
    change({ current: entry.target.id });
}, { rootMargin: '-10% 0px -80% 0px' });
for (const article of document.querySelectorAll('.operation'))
  seen.observe(article);
