/** How much memory this process holds, and has held at most since it was last asked to forget. */
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Linux's own count, in bytes. The system's `maxrss` of a child begins with that of the process that
 * started it, so it is taken only where there is nothing better.
 */
function status(field: 'VmRSS' | 'VmHWM'): number | undefined {
  try {
    const text = readFileSync('/proc/self/status', 'utf8');
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text);
    return found === null ? undefined : Number(found[1]) * 1024;
  } catch {
    return undefined;
  }
}

export const residentBytes = (): number => status('VmRSS') ?? process.memoryUsage().rss;

export const peakBytes = (): number =>
  status('VmHWM') ?? process.resourceUsage().maxRSS * (process.platform === 'darwin' ? 1 : 1024);

/** Lets the peak begin anew, where the system can. */
export function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Then the peak is that of the whole process, in which loading took less than training will.
  }
}
