// A proxy that breaks connections: the first answers are cut after so many bytes, on both sides and without a word.
import { createServer, connect } from 'node:net';
import { once } from 'node:events';

/** @param cuts for each connection that carries an answer: after how many of its bytes it is cut; what has no number is passed on. */
export async function cutter(t, url, cuts) {
  const { hostname, port } = new URL(url);
  const open = new Set();
  let answers = 0;
  const server = createServer((client) => {
    const gateway = connect({ host: hostname, port });
    let left;
    const end = () => { client.resetAndDestroy(); gateway.resetAndDestroy(); };
    for (const socket of [client, gateway]) {
      open.add(socket);
      socket.on('error', () => {}).on('close', () => { open.delete(socket); client.destroy(); gateway.destroy(); });
    }

    client.on('data', (bytes) => gateway.write(bytes));
    gateway.on('data', (bytes) => {
      left ??= cuts[answers++] ?? Infinity;
      if (bytes.length > left) {
        client.write(bytes.subarray(0, left), end);
        gateway.pause();
        left = 0;
      } else {
        left -= bytes.length;
        client.write(bytes);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => { open.forEach((socket) => socket.destroy()); server.close(); });
  return { url: `http://127.0.0.1:${server.address().port}`, answers: () => answers };
}
