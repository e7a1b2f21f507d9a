// Ceph's S3 gateway, the real one: started once for a suite, stopped with it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before } from 'node:test';
import { CreateBucketCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';

const script = fileURLToPath(new URL('../../../.ci/radosgw', import.meta.url));

/** What a gateway needs to use it. */
export const keys = { AWS_S3_ACCESS_KEY_ID: 'LABKEY', AWS_S3_SECRET_ACCESS_KEY: 'LABSECRET' };

/** Started before the suite; its own S3 client is AWS's for JavaScript, so that what Ochre wrote is read by somebody else. */
export function radosgw(...buckets) {
  const ceph = {};
  before(async () => {
    Object.assign(ceph, await start());
    for (const bucket of buckets)
      await ceph.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  }, { timeout: 180_000 });
  after(() => ceph.stop?.());
  return ceph;
}

async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-ceph-'));
  const [port, mon] = [await freePort(), await freePort()];
  const child = spawn('bash', [script, 'start', folder, port, mon], { stdio: ['pipe', 'pipe', 'pipe'] });
  const said = [];
  child.stderr.setEncoding('utf8').on('data', (text) => said.push(text));
  const pid = await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => { if (text.startsWith('ready ')) resolve(Number(text.slice(6))); });
    child.on('close', () => reject(new Error(`radosgw does not start (.ci/radosgw install):\n${said.join('').slice(-3000)}`)));
    child.on('error', reject);
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const s3 = new S3Client({
    endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: keys.AWS_S3_ACCESS_KEY_ID, secretAccessKey: keys.AWS_S3_SECRET_ACCESS_KEY },
  });
  return {
    endpoint,
    s3,
    /** Connections are taken, and nothing is answered: as a hung store does. */
    hang: () => process.kill(pid, 'SIGSTOP'),
    resume: () => process.kill(pid, 'SIGCONT'),
    async objects(bucket) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map((object) => object.Key);
    },
    async unfinished(bucket) {
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      return Uploads.map((upload) => upload.Key);
    },
    async stop() {
      process.kill(pid, 'SIGCONT');
      const ended = new Promise((resolve) => child.on('close', resolve));
      child.stdin.end();
      await ended;
      s3.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
