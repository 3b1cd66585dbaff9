// Renew stage: outputs of leaves that the objective finds from the residuals of their rows.
import { openTasks } from './control';

/** Opens one task a leaf. Under the lock. */
export function openRenewal(leaves: u32): void { openTasks(leaves); }

export function renewTask(leafNumber: u32): void {}
