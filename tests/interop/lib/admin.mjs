// The admin page in a browser, and what an administrator does beside it by HTTP.
import { ask, master } from './ledger.mjs';

/** Opens the page by the link that signs in. */
export async function admin(browser, t, url, view = 'overview', options) {
  const page = await browser.open(t, 'about:blank', options);
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(`${url}/admin#key=${master}`);
  await page.locator('.views').waitFor();
  await show(page, view);
  return page;
}

/** Goes to a view, and waits until it has something to show. */
export async function show(page, view) {
  await page.locator(`.views a[href="#${view}"]`).click();
  await page.locator(`.views a[href="#${view}"][aria-current=page]`).waitFor();
  await page.locator('.waiting-line').waitFor({ state: 'detached' });
}

/** A request for an image with a key: `{ status, code, id }`. */
export async function paint(url, key, wish = {}) {
  const answer = await fetch(`${url}/v1/images/generations`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ prompt: 'canary-prompt of a kite', response_format: 'b64_json', ...wish }),
  });
  const body = await answer.json();
  return { status: answer.status, code: body.error?.code ?? null, id: answer.headers.get('x-request-id') };
}

/** A key with these fields: `{ key, token, … }`. */
export const makeKey = (url, fields) => ask(url, '/key/generate', fields);

/** The row of a key, a team, a user, a model or a request. */
export const row = (page, id) => page.locator(`tr[data-key=${JSON.stringify(id)}], tr[data-id=${JSON.stringify(id)}]`);

export const field = (page, label) => page.getByRole('dialog').getByLabel(label, { exact: true });

/** Texts of a table's cells, row by row. */
export const cells = (locator) => locator.locator('tbody tr').evaluateAll((rows) => rows.map((one) => [...one.cells].map((cell) => cell.textContent.trim())));
