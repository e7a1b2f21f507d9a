// PostgreSQL, the real one, for several gateways.
import { start } from './server.mjs';

/** `fresh` gives the address of tables that nobody has used. */
export async function postgres() {
  const { ports: [port], stop } = await start('postgres');
  let made = 0;
  return { fresh: () => `postgres://ochre@127.0.0.1:${port}/ochre?schema=money${++made}`, stop };
}
