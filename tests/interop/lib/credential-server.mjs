// Everybody who hands out AWS keys, as one process that can be stopped: STS, the instance metadata (v2 only), a container's endpoint and
// IAM Identity Center's portal, and who issues web identities. Keys are numbered; what was asked is read at /_calls, and POST /_do changes how it behaves.
import { createServer } from 'node:http';
import { secretOf, signer } from './sigv4.mjs';

const calls = [];
const behaviour = { life: 3600, refuse: null, slow: 0, issue: null };
let number = 0;

function keys() {
  const key = `ASIA${++number}`;
  return { key, secret: secretOf(key), token: `token-of-${key}`, end: new Date(Date.now() + behaviour.life * 1000) };
}

const asJson = ({ key, secret, token, end }) => JSON.stringify({
  Code: 'Success', Type: 'AWS-HMAC', LastUpdated: new Date().toISOString(), AccessKeyId: key, SecretAccessKey: secret, Token: token, Expiration: end.toISOString().replace(/\.\d+/, ''),
});

function sts(request, body) {
  const asked = Object.fromEntries(new URLSearchParams(body.toString()));
  calls.push({ from: 'sts', ...asked, signer: asked.Action === 'AssumeRoleWithWebIdentity' ? null : signer(request, body, 'sts', secretOf) });
  const xml = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
  if (behaviour.refuse)
    return [403, `<ErrorResponse ${xml}><Error><Type>Sender</Type><Code>${behaviour.refuse}</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>`];
  const { key, secret, token, end } = keys();
  return [200, `<${asked.Action}Response ${xml}><${asked.Action}Result><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey>`
    + `<SessionToken>${token}</SessionToken><Expiration>${end.toISOString()}</Expiration></Credentials></${asked.Action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${asked.Action}Response>`];
}

function metadata(request) {
  calls.push({ from: 'imds', path: request.url });
  if (request.method === 'PUT' && request.url === '/latest/api/token')
    return request.headers['x-aws-ec2-metadata-token-ttl-seconds'] ? [200, 'imds-token'] : [400, ''];
  if (request.headers['x-aws-ec2-metadata-token'] !== 'imds-token')
    return [401, ''];
  if (request.url === '/latest/meta-data/iam/info')
    return [200, JSON.stringify({ Code: 'Success', LastUpdated: new Date().toISOString(), InstanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/images', InstanceProfileId: 'AIPA1' })];
  const role = '/latest/meta-data/iam/security-credentials/';
  return request.url === role || `${request.url}/` === role ? [200, 'images-role'] : request.url === `${role}images-role` ? [200, asJson(keys())] : [404, ''];
}

function container(request) {
  calls.push({ from: 'container' });
  return request.headers.authorization === 'pod-token' ? [200, asJson(keys())] : [401, '{"message":"no"}'];
}

function portal(request) {
  const asked = Object.fromEntries(new URL(request.url, 'http://x').searchParams);
  calls.push({ from: 'sso', ...asked });
  if (request.headers['x-amz-sso_bearer_token'] !== 'sso-access-token')
    return [401, '{"message":"Session token not found or invalid"}'];
  const { key, secret, token, end } = keys();
  return [200, JSON.stringify({ roleCredentials: { accessKeyId: key, secretAccessKey: secret, sessionToken: token, expiration: end.getTime() } })];
}

/** GitHub Actions' and Google's, which make out a token for whoever they know. */
function issuer(request) {
  const url = new URL(request.url, 'http://x');
  const isGoogle = url.pathname.startsWith('/computeMetadata/');
  const knows = isGoogle ? request.headers['metadata-flavor'] === 'Google' : request.headers.authorization === 'Bearer runner-secret';
  calls.push({ from: isGoogle ? 'google' : 'github', path: url.pathname, accept: request.headers.accept, ...Object.fromEntries(url.searchParams) });
  if (!knows || behaviour.issue === 'refuse')
    return [403, 'no'];
  const token = `head.${url.searchParams.get('audience')}-${++number}.signature`;
  return [200, isGoogle ? token : behaviour.issue === 'garbage' ? '{"count":1}' : JSON.stringify({ count: 1, value: token })];
}

function answer(request, body) {
  const path = request.url.split('?')[0];
  if (path === '/_calls')
    return [200, JSON.stringify(calls)];
  if (path === '/_do')
    return [200, JSON.stringify(Object.assign(behaviour, JSON.parse(body)))];
  return path.startsWith('/latest/') ? metadata(request)
    : path === '/container' ? container(request)
      : path === '/federation/credentials' ? portal(request)
        : path === '/idtoken' || path.startsWith('/computeMetadata/') ? issuer(request)
          : sts(request, body);
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request)
    parts.push(part);
  if (behaviour.slow > 0 && !request.url.startsWith('/_'))
    await new Promise((resolve) => setTimeout(resolve, behaviour.slow));
  let status, text;
  try {
    [status, text] = answer(request, Buffer.concat(parts));
  } catch (wrong) {
    [status, text] = [403, `<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>${wrong.message}</Message></Error></ErrorResponse>`];
  }
  response.writeHead(status, { 'content-type': text.startsWith('<') ? 'text/xml' : text.startsWith('{') ? 'application/json' : 'text/plain', 'content-length': Buffer.byteLength(text) });
  response.end(text);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
