/** Finds free ports, and says in words why a port could not be listened on. */
import { type AddressInfo, createServer } from 'node:net';
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

/**
 * A port of `host` that is free now.
 * @throws CambiumError `cannot-listen`.
 */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, 0)));
    server.listen({ host, port: 0, exclusive: true }, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
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
