import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Rows beyond the edges that are drawn too, so that a fast wheel shows no gap. */
const SPARE = 8;

export interface Shown<List extends HTMLElement> {
  readonly list: RefObject<List | null>;
  /** Rows to draw: from `first`, up to and without `end`. */
  readonly first: number;
  readonly end: number;
}

/** Which rows of a long list are near the window. All rows have one height, and the page scrolls, not the list. */
export function useWindowList<List extends HTMLElement>(rows: number, height: number): Shown<List> {
  const list = useRef<List>(null);
  const [range, setRange] = useState({ first: 0, end: 40 });
  useEffect(() => {
    let asked = 0;
    const measure = () => {
      asked = 0;
      const top = list.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor(-top / height) - SPARE);
      const end = Math.ceil((innerHeight - top) / height) + SPARE;
      setRange((before) => (before.first === first && before.end === end ? before : { first, end }));
    };
    const ask = () => {
      asked ||= requestAnimationFrame(measure);
    };
    measure();
    addEventListener('scroll', ask, { passive: true });
    addEventListener('resize', ask);
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener('scroll', ask);
      removeEventListener('resize', ask);
    };
  }, [height]);
  return { list, first: Math.min(range.first, rows), end: Math.min(range.end, rows) };
}
