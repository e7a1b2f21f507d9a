// Ceph's S3 gateway, the real one: started once for a suite, stopped with it.
import { after, before } from 'node:test';
import { CreateBucketCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { start as startServer } from './server.mjs';

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
  const { ports: [port], pid, stop } = await startServer('radosgw', 2);
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
      await stop();
      s3.destroy();
    },
  };
}
