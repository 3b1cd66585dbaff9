// Unpacks the SwiftShader that a development dependency ships, and says which environment makes Dawn use it.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { root } from './lib.mjs';

const cache = join(root, 'node_modules/.cache/swiftshader');
const archive = join(root, 'node_modules/@sparticuz/chromium/bin/swiftshader.tar.br');
const wanted = ['libvk_swiftshader.so', 'libvulkan.so.1', 'vk_swiftshader_icd.json'];

/** The regular files of an uncompressed tar (ustar: 512-byte headers, name at 0, octal size at 124). */
function* files(tar) {
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    if (tar[at + 156] === 0x30 || tar[at + 156] === 0) {
      yield { name, data: tar.subarray(at + 512, at + 512 + size) };
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

function unpack() {
  if (wanted.every((name) => existsSync(join(cache, name)))) return;
  mkdirSync(join(cache, '..'), { recursive: true });
  const partial = mkdtempSync(`${cache}-`);
  for (const { name, data } of files(brotliDecompressSync(readFileSync(archive)))) {
    const base = name.split('/').at(-1);
    if (wanted.includes(base)) writeFileSync(join(partial, base), data, { mode: 0o755 });
  }
  rmSync(cache, { recursive: true, force: true });
  renameSync(partial, cache);
}

/**
 * Environment variables for a child process in which WebGPU must find a device: the machine's own
 * driver with CAMBIUM_TEST_GPU=1, else SwiftShader. Linux on x64 alone has one; elsewhere the system's is used.
 */
export function softwareVulkan() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return {};
  if (process.env.CAMBIUM_TEST_GPU === '1' || !existsSync(archive)) return {};
  unpack();
  const icd = join(cache, 'vk_swiftshader_icd.json');
  const library = [cache, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return {
    VK_DRIVER_FILES: icd,
    VK_ICD_FILENAMES: icd,
    LD_LIBRARY_PATH: library,
    XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? cache,
  };
}
