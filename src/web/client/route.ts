import { useEffect, useState } from 'preact/hooks';

/** Where the page is; it stands in the fragment, which the server never sees. */
export type Route =
  | { readonly at: 'run'; readonly run: string | null }
  | { readonly at: 'cluster'; readonly run: string; readonly fingerprint: string }
  | { readonly at: 'drafts' }
  | { readonly at: 'rulings' };

/** `#/runs/RUN/FINGERPRINT` and its kin; what is not understood is the last run. */
function parseRoute(fragment: string): Route {
  const [place, run, fingerprint] = fragment
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode);
  if (place === 'drafts') return { at: 'drafts' };
  if (place === 'rulings') return { at: 'rulings' };
  if (place !== 'runs' || !run) return { at: 'run', run: null };
  return fingerprint ? { at: 'cluster', run, fingerprint } : { at: 'run', run };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const toRun = (run: string): string => `#/runs/${encodeURIComponent(run)}`;
export const toCluster = (run: string, fingerprint: string): string =>
  `${toRun(run)}/${encodeURIComponent(fingerprint)}`;

/** The route of the address bar, as it changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}
