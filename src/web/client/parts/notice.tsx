import type { ComponentChildren } from 'preact';
import type { Refusal } from '../api.ts';

/** Something that went wrong, beside the thing it went wrong with. */
export function Problem({ children, retry }: { children: ComponentChildren; retry?: () => void }) {
  return (
    <p class="problem" role="alert">
      {children}
      {retry !== undefined && (
        <button type="button" class="quiet" onClick={retry}>
          Try again
        </button>
      )}
    </p>
  );
}

/** What stands in the place of something that is not there yet, or cannot be had. */
export function Waiting({ problem, retry, what }: { problem: Refusal | null; retry: () => void; what: string }) {
  if (problem !== null) return <Problem retry={retry}>{problem.message}</Problem>;
  return <p class="waiting">Reading {what} …</p>;
}
