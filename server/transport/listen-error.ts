/** Says in words why a port could not be listened on. */
import { createServer } from 'node:net';
import { CambiumError } from '../../src/errors.js';

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use by another program',
  EACCES: 'this user may not listen on it',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
};

/** The error that a user sees for a failed `listen`. */
export function listenError(cause: NodeJS.ErrnoException, host: string, port: number) {
  const code = cause.code ?? '';
  const reason = reasons[code] ?? cause.message;
  return new CambiumError(
    code === 'EADDRINUSE' ? 'port-in-use' : 'cannot-listen',
    `cannot listen on port ${port} of ${host}: ${reason}`,
    { hint: 'choose another with CAMBIUM_PORT, e.g. CAMBIUM_PORT=8891', cause },
  );
}

/** Finds out why a transport that gives no reason could not listen, by trying with Node's own socket. */
export async function whyNotListening(host: string, port: number): Promise<CambiumError> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(listenError(error, host, port)));
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => resolve(listenError(new Error('the system refused'), host, port)));
    });
  });
}
