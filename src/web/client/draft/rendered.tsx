import { useEffect, useRef } from 'preact/hooks';
import type { ClaimMark } from '../../views.ts';

interface Properties {
  /** From the server, which sanitised it: nothing else may come here. */
  readonly sanitised: string;
  readonly marks: readonly ClaimMark[];
  /** Index of the claim in hand. */
  readonly onClaim: (claim: number | null) => void;
}

/** The draft as GitHub would show it: the one place of this page where HTML is taken as HTML. */
export function Rendered({ sanitised, marks, onClaim }: Properties) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current === null) return;
    box.current.innerHTML = sanitised;
    for (const mark of claimsIn(box.current)) {
      const claim = marks[Number(mark.dataset.claim)];
      if (claim === undefined) continue;
      // A claim that is a link has the focus already.
      if (mark.querySelector('a') === null) {
        mark.tabIndex = 0;
        mark.setAttribute('role', 'button');
      }
      mark.classList.toggle('unbacked', claim.restsOn.length === 0);
    }
  }, [sanitised, marks]);
  const point = (event: Event) => {
    const mark = event.target instanceof Element ? event.target.closest('mark[data-claim]') : null;
    if (mark instanceof HTMLElement) onClaim(Number(mark.dataset.claim));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithMouseEvents: focusin does it, which comes up from the marks inside
    // biome-ignore lint/a11y/noStaticElementInteractions: its marks are what is pointed at
    // biome-ignore lint/a11y/useKeyWithClickEvents: a mark that gets the focus does the same
    <div ref={box} class="rendered" onMouseOver={point} onFocusIn={point} onClick={point} />
  );
}

function claimsIn(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('mark[data-claim]')];
}
