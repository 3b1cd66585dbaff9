/** WGSL as it lies beside the code, and its dump for those who want to see what runs. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a shader binds, in the order of its bindings in group 0. */
export type BindingKind = 'uniform' | 'read-only-storage' | 'storage';

/** A WGSL file with one entry point `main`. */
export interface Shader {
  readonly name: string;
  readonly file: URL;
  readonly bindings: readonly BindingKind[];
}

/** Values of a shader's `override` declarations. */
export type Constants = Readonly<Record<string, number>>;

export function readShader(shader: Shader): Promise<string> {
  return readFile(shader.file, 'utf8');
}

/** A name for a specialised shader, e.g. `traverse-CODE_BITS8-LANES4`. */
export function specialisation(shader: Shader, constants: Constants): string {
  const parts = Object.entries(constants).map(([name, value]) => `${name}${value}`);
  return [shader.name, ...parts].join('-');
}

/**
 * Writes the WGSL with the values of its constants to the folder that the environment variable
 * `CAMBIUM_DUMP_SHADERS` names, if it does.
 */
export async function dumpShader(
  shader: Shader,
  code: string,
  constants: Constants,
): Promise<void> {
  const folder = process.env['CAMBIUM_DUMP_SHADERS'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  const header = Object.entries(constants).map(([name, value]) => `// ${name} = ${value}\n`);
  const path = join(folder, `${specialisation(shader, constants)}.wgsl`);
  const partial = `${path}.${process.pid}.partial`;
  await writeFile(partial, header.join('') + code);
  await rename(partial, path);
}
