import type { TriageEvent } from '../triage/events.ts';
import { notPostedWords } from '../wording/same-reason.ts';
import { count } from '../wording/words.ts';
import { shortLine } from './shown.ts';
import type { Scene } from './tool.ts';

/** Tells a client how far a run is: clusters done of all, and what is under way. */
export function tellProgress(onProgress: Scene['onProgress']): (event: TriageEvent) => void {
  let done = 0;
  let of: number | undefined;
  const tell = (text: string): void => onProgress(shortLine(text), done, of);
  return (event) => {
    switch (event.kind) {
      case 'reading':
        return tell(`read ${count(event.entries, 'entry', 'entries')}`);
      case 'clustered':
        of = event.clusters;
        return tell(`${count(event.kept, 'entry', 'entries')} in ${count(event.clusters, 'cluster')}`);
      case 'investigating':
        return tell(`investigating: ${event.title}`);
      case 'turn':
        return tell(`turn ${event.turn}: ${event.title}`);
      case 'decided':
        done = event.done;
        of = event.of;
        return tell(`${event.action}: ${event.title}`);
      case 'failed':
        done = event.done;
        of = event.of;
        return tell(`failed: ${event.title}: ${event.error}`);
      case 'posting':
        return tell(`posting: ${event.title}`);
      case 'posted':
        return tell(`posted: ${event.url}`);
      case 'not-posted':
        return tell(`${notPostedWords(event.status).toLowerCase()}: ${event.title}: ${event.because}`);
      case 'note':
      case 'waiting':
        return tell(event.text);
    }
  };
}
