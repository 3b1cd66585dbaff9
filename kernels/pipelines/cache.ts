/** Compute pipelines, compiled once for each shader and set of constants, without blocking. */
import { COMPUTE_STAGE } from '../buffers/index.js';
import { GpuOperationError } from '../errors.js';
import { type Constants, dumpShader, readShader, type Shader, specialisation } from './shader.js';

/** A pipeline and the layout of its one bind group. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** The pipelines of one device. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #pipelines = new Map<string, Promise<Pipeline>>();
  readonly #modules = new Map<string, Promise<{ code: string; module: GPUShaderModule }>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Number of pipelines that were compiled. */
  get size(): number {
    return this.#pipelines.size;
  }

  /**
   * The pipeline of a shader with the given constants.
   * @throws GpuOperationError with the file and line where the driver refuses the WGSL.
   */
  get(shader: Shader, constants: Constants): Promise<Pipeline> {
    const key = specialisation(shader, constants);
    let found = this.#pipelines.get(key);
    if (!found) {
      found = this.#compile(shader, constants, key);
      // A failure is not kept: the next call tries again.
      found.catch(() => this.#pipelines.delete(key));
      this.#pipelines.set(key, found);
    }
    return found;
  }

  clear(): void {
    this.#pipelines.clear();
    this.#modules.clear();
    this.#layouts.clear();
  }

  async #compile(shader: Shader, constants: Constants, label: string): Promise<Pipeline> {
    const { code, module } = await this.#module(shader);
    await dumpShader(shader, code, constants);
    const layout = this.#layout(shader);
    try {
      const pipeline = await this.#device.createComputePipelineAsync({
        label,
        layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: 'main', constants: { ...constants } },
      });
      return { pipeline, layout };
    } catch (cause) {
      const { messages } = await module.getCompilationInfo();
      const lines = messages
        .filter(({ type }) => type === 'error')
        .map(
          ({ lineNum, linePos, message }) => `${shader.name}.wgsl:${lineNum}:${linePos} ${message}`,
        );
      const reason = lines.length > 0 ? lines.join('; ') : (cause as Error).message;
      throw new GpuOperationError('gpu-operation', reason, { trail: [`pipeline ${label}`], cause });
    }
  }

  #module(shader: Shader): Promise<{ code: string; module: GPUShaderModule }> {
    let found = this.#modules.get(shader.name);
    if (!found) {
      found = readShader(shader).then((code) => {
        // What is wrong with the WGSL is told when a pipeline is made of it; the driver need not print it.
        this.#device.pushErrorScope('validation');
        const module = this.#device.createShaderModule({ label: shader.name, code });
        this.#device.popErrorScope().catch(() => {});
        return { code, module };
      });
      found.catch(() => this.#modules.delete(shader.name));
      this.#modules.set(shader.name, found);
    }
    return found;
  }

  #layout(shader: Shader): GPUBindGroupLayout {
    const key = shader.bindings.join();
    let layout = this.#layouts.get(key);
    if (!layout) {
      layout = this.#device.createBindGroupLayout({
        label: shader.name,
        entries: shader.bindings.map((type, binding) => ({
          binding,
          visibility: COMPUTE_STAGE,
          buffer: { type },
        })),
      });
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}
