/** Which JavaScript files are CommonJS, by Node's rules: extension, then package.json, then syntax. */
import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { compileFunction } from 'node:vm';

/** False for TypeScript, for whatever is no JavaScript, and for a file that cannot be read. */
export function isCommonJs(file: string): boolean {
  const extension = extname(file);
  if (extension !== '.js') return extension === '.cjs';
  return packageType(dirname(file)) !== 'module' && hasCommonJsSyntax(file);
}

/** True for plain JavaScript, which Node can load by itself. */
export function isJavaScript(file: string): boolean {
  return /\.[cm]?js$/.test(file);
}

/** The `type` of the nearest package.json. */
function packageType(folder: string): unknown {
  for (let at = folder; ; at = dirname(at)) {
    try {
      return JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'))?.type;
    } catch {
      // There is none here, or it cannot be read.
    }
    if (dirname(at) === at) return undefined;
  }
}

function hasCommonJsSyntax(file: string): boolean {
  try {
    const source = readFileSync(file, 'utf8').replace(/^#!.*/, '');
    compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname']);
    return true;
  } catch {
    return false;
  }
}
