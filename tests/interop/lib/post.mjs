// One request on a connection of its own, as curl makes it.
import { Agent, request } from 'node:http';

/** Fails when the answer breaks off. */
export function post(url, body, headers = {}, path = '/v1/images/generations') {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { method: 'POST', agent: new Agent({ keepAlive: false }), headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('error', reject).on('aborted', () => reject(new Error('cut')));
      answer.on('end', () => answer.complete ? resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }) : reject(new Error('cut')));
    });
    asked.on('error', reject).end(JSON.stringify(body));
  });
}
