/** The process of the inference server: does what its supervisor says, and ends when it is gone. */
import {
  captureOutput,
  containApis,
  InferenceServer,
  transportFromEnvironment,
} from '../../../server/index.js';
import { plainError, type ServerCall, type ServerReply } from '../messages.js';

captureOutput();
// Who reads this process's output may end first; requests under way finish all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

let server: InferenceServer | undefined;
let ending = false;

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  // Sockets are closed before the process exits: the native transport aborts Node otherwise.
  await server?.close();
  process.exit(code);
}

async function perform(request: ServerCall): Promise<unknown> {
  if (request.do === 'listen') {
    const warnings: string[] = [];
    server = await InferenceServer.listen({
      host: request.host,
      port: request.port,
      transport: transportFromEnvironment(),
      logFolder: request.logs,
      known: request.known,
      warn: (message) => warnings.push(message),
    });
    return { port: server.port, transport: server.transport, warnings };
  }
  if (server === undefined) throw new Error('the server does not listen yet');
  switch (request.do) {
    case 'load':
      return server.load(request.api);
    case 'unload':
      return server.unload(request.name);
    case 'traffic':
      return { traffic: server.traffic(), logFault: server.logFault };
    case 'stop':
      return server.close();
  }
}

process.on('message', async (request: ServerCall) => {
  const { call } = request;
  let reply: ServerReply;
  try {
    reply = { call, result: (await perform(request)) ?? null };
  } catch (error) {
    reply = { call, error: plainError(error) };
  }
  if (process.connected) process.send?.(reply);
  if (request.do === 'stop') void end(0);
});
process.on('disconnect', () => void end(0));
// The supervisor decides when the server ends; a Ctrl-C in a terminal reaches it too.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void end(0));
containApis((error) => {
  console.error(error);
  process.exit(1);
});
process.on('exit', () => server?.flushLogs());
