/** Room between two slices of work: what a finger has done meanwhile goes first. */

/** Of the Prioritized Task Scheduling draft; TypeScript's library does not know it, and some browsers neither. */
const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };

export function breath(): Promise<void> {
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
