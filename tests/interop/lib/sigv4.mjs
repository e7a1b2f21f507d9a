// Signature Version 4 from the receiving side, after the IAM user guide, "Create a signed AWS API request".
import { createHash, createHmac } from 'node:crypto';

const mac = (key, text) => createHmac('sha256', key).update(text).digest();
const hash = (data) => createHash('sha256').update(data).digest('hex');
const form = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** Who has signed a request, and for where; throws where the signature is not the one of that key's secret. */
export function signer(request, body, service, secretOf) {
  const parts = form.exec(request.headers.authorization ?? '');
  if (!parts)
    throw new Error(`not signed: ${request.headers.authorization}`);
  const [, key, day, region, signedFor, names, signature] = parts;
  const path = request.url.split('?')[0].split('/').map(encodeURIComponent).join('/');
  const headers = names.split(';').map((name) => `${name}:${request.headers[name]}\n`).join('');
  const canonical = [request.method, path, '', headers, names, hash(body)].join('\n');
  const scope = [day, region, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope.join('/'), hash(canonical)].join('\n');
  const expected = mac(scope.reduce(mac, `AWS4${secretOf(key)}`), text).toString('hex');
  if (signedFor !== service || expected !== signature)
    throw new Error(`the signature of ${key} for ${signedFor} is wrong`);
  return { key, region, token: request.headers['x-amz-security-token'] };
}

/** Every key of the doubles has a secret that follows from it. */
export const secretOf = (key) => `secret-of-${key}`;
