// What runs now and what ran last; where nothing has changed the gateway says so in a word.
import { ask } from './ask.js';
import { changePart, state } from './state.js';

let tag = null;

export async function loadRequests() {
  const answer = await ask('admin/requests', { more: state.requests.data && tag ? { 'if-none-match': tag } : {}, isFine: 304 });
  if (answer.status === 304) {
    changePart('requests', { fault: null });
    return;
  }
  tag = answer.headers.get('etag');
  const board = await answer.json();
  // Seconds are counted by the gateway's clock.
  changePart('requests', { fault: null, data: { ...board, ahead: new Date(board.now) - Date.now() } });
}

const SHOWS = {
  all: () => true,
  running: (request) => request.stage !== 'done',
  failed: (request) => request.status >= 400 || request.error !== undefined,
};

/** Those that are asked for, in the gateway's order. */
export function shownRequests({ data, show, search }) {
  const words = search.toLowerCase();
  return data.requests.filter((request) => SHOWS[show](request)
    && [request.request_id, request.model, request.api_key, request.key_alias, request.error, request.call_type].some((text) => (text ?? '').toLowerCase().includes(words)));
}

/** Seconds that it took, or has taken so far. */
export const secondsOf = (request, ahead) => Math.max(0, ((request.end_time ? new Date(request.end_time) : Date.now() + ahead) - new Date(request.start_time)) / 1000);
