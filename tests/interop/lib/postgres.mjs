// PostgreSQL, the real one, for several gateways.
import { freePort, start } from './server.mjs';

/** `fresh` gives the address of tables that nobody has used. */
export async function postgres() {
  const port = await freePort();
  const { stop } = await start('postgres', port);
  let made = 0;
  return { fresh: () => `postgres://ochre@127.0.0.1:${port}/ochre?schema=money${++made}`, stop };
}
