// One request on a connection of its own, which is closed in order behind it, as curl does.
import { Agent, request } from 'node:http';

/** Fails when the answer breaks off. */
export function post(url, body, headers = {}) {
  const agent = new Agent({ keepAlive: true });
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/v1/images/generations`, { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('error', reject).on('aborted', () => reject(new Error('cut')));
      answer.on('end', () => answer.complete ? resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }) : reject(new Error('cut')));
    });
    asked.on('error', reject).end(JSON.stringify(body));
  }).finally(() => agent.destroy());
}
