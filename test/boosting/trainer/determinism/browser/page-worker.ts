/** Runs in the browser: takes tasks of a training thread from the server, and answers with what they give. */
import work, { type TrainTask } from '../../../../../src/boosting/trainer/threads/worker.js';
import { pack, unpack } from './wire.js';

type Task = Parameters<typeof work>[0];

async function bytesOf(path: string): Promise<ArrayBuffer> {
  return (await fetch(path)).arrayBuffer();
}

/** The training thread itself, on a copy of the memory, its messages gathered. */
async function train({ plan }: Pick<TrainTask, 'plan'>) {
  const module = await WebAssembly.compile(await bytesOf('/training.wasm'));
  const content = new Uint8Array(await bytesOf('/memory'));
  const pages = content.length / 65_536;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65_536, shared: true });
  new Uint8Array(memory.buffer).set(content);
  const messages: unknown[] = [];
  const port = { postMessage: (message: unknown) => messages.push(message) };
  const task = { kind: 'train', module, memory, plan, thread: 0, port } as unknown as TrainTask;
  return { result: await work(task), messages };
}

async function answer(task: Task): Promise<unknown> {
  return task.kind === 'train' ? train(task) : work(task);
}

async function serve(): Promise<never> {
  for (;;) {
    const task = unpack<Task>(await (await fetch('/task')).text());
    const reply = await answer(task).then(
      (value) => ({ value, agent: navigator.userAgent }),
      (error: unknown) => ({ error: String(error) }),
    );
    await fetch('/reply', { method: 'POST', body: pack(reply) });
  }
}

void serve();
