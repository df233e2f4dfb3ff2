/** DESIGN.md section 5. Several at once: 2, then 1, then 3, then 4. */
export const EXIT = { done: 0, failed: 1, usage: 2, partial: 3, draftsWaiting: 4 } as const;
