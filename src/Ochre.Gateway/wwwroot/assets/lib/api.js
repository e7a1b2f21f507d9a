// Calls the gateway that the page came from. Addresses are relative to the page, so that no prefix has to be known.
import { readKey } from './key.js';

/** Where the gateway is, with a slash at its end. */
export const base = new URL('.', document.baseURI).href;

/** A refusal in OpenAI's shape, or that nobody answered at all (`status` 0). */
export class Refusal extends Error {
  constructor(status, { message, type = null, param = null, code = null } = {}, retryAfter = null) {
    super(message || `The gateway answered ${status} and did not say why.`);
    Object.assign(this, { status, type, param, code, retryAfter });
  }
}

/** The answer when it is good, or has the status `isFine`; throws a Refusal when it is not, and AbortError when `signal` ended it. */
export async function call(path, { body, signal, more, isFine, method = body ? 'POST' : 'GET' } = {}) {
  const key = readKey();
  const headers = {
    ...(key && { authorization: `Bearer ${key}` }),
    ...(typeof body === 'string' && { 'content-type': 'application/json' }),
    ...more,
  };
  let answer;
  try {
    answer = await fetch(new URL(path, base), { method, body, headers, signal, cache: 'no-store' });
  } catch (fault) {
    if (fault.name === 'AbortError')
      throw fault;
    throw new Refusal(0, { message: 'The gateway cannot be reached. Is it running, and is this computer online?', code: 'unreachable' });
  }
  if (!answer.ok && answer.status !== isFine)
    throw new Refusal(answer.status, (await answer.json().catch(() => ({})))?.error, answer.headers.get('retry-after'));
  return answer;
}
