/** What the page asks the server: one function per route. */
import type { ApproveRequest, EditRequest, RejectRequest } from '../../review/requests.ts';
import type {
  ClusterView,
  DraftPage,
  DraftView,
  ErrorView,
  LiveView,
  PostedRow,
  RulingView,
  RunRow,
  RunView,
  TranscriptView,
} from '../views.ts';
import { bearer } from './session.ts';

/** The server said no, in words that are meant for people. 409 = somebody else was faster. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function ask<Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
  const init: RequestInit = { method, headers: { ...bearer() } };
  if (method !== 'GET') {
    init.headers = { ...bearer(), 'content-type': 'application/json' };
    init.body = JSON.stringify(body ?? {});
  }
  let answer: Response;
  try {
    answer = await fetch(`/api/${path}`, init);
  } catch {
    throw new Refusal(0, 'The server does not answer. Is `log-gardener review` still running?');
  }
  if (!answer.ok) throw new Refusal(answer.status, await wordsOf(answer));
  return answer.json();
}

async function wordsOf(answer: Response): Promise<string> {
  const told: Partial<ErrorView> = await answer.json().catch(() => ({}));
  return told.error ?? `The server answered ${answer.status}.`;
}

/** Every act answers with the draft as it is now. */
interface Acted {
  readonly draft: DraftView;
}

interface Outcomes {
  readonly outcomes: readonly PostedRow[];
}

const part = encodeURIComponent;

export const listRuns = () => ask<{ readonly runs: readonly RunRow[] }>('GET', 'runs').then(({ runs }) => runs);
export const getRun = (run: string) => ask<RunView>('GET', `runs/${part(run)}`);
export const getCluster = (run: string, fingerprint: string) =>
  ask<ClusterView>('GET', `runs/${part(run)}/clusters/${part(fingerprint)}`);
export const getTranscript = (run: string, fingerprint: string) =>
  ask<TranscriptView>('GET', `runs/${part(run)}/clusters/${part(fingerprint)}/transcript`);
export const listDrafts = (wanted: { status: string; query: string; after: number | null }) => {
  const query = new URLSearchParams();
  if (wanted.status !== '') query.set('status', wanted.status);
  if (wanted.query !== '') query.set('query', wanted.query);
  if (wanted.after !== null) query.set('after', String(wanted.after));
  return ask<DraftPage>('GET', `drafts?${query}`);
};
export const getLive = (id: string) => ask<LiveView>('GET', `drafts/${part(id)}/live`);
export const preview = (draft: string, markdown: string) =>
  ask<{ html: string }>('POST', 'preview', { draft, markdown });
export const edit = (id: string, wanted: EditRequest) => ask<Acted>('POST', `drafts/${part(id)}/edit`, wanted);
export const approve = (id: string, wanted: ApproveRequest) => ask<Acted>('POST', `drafts/${part(id)}/approve`, wanted);
export const reject = (id: string, wanted: RejectRequest) => ask<Acted>('POST', `drafts/${part(id)}/reject`, wanted);
export const undo = (id: string, seen: string) => ask<Acted>('POST', `drafts/${part(id)}/undo`, { seen });
export const restore = (id: string, seen: string) => ask<Acted>('POST', `drafts/${part(id)}/restore`, { seen });
export const post = (id: string) => ask<Outcomes>('POST', `drafts/${part(id)}/post`).then(({ outcomes }) => outcomes);
export const postAll = (run: string) =>
  ask<Outcomes>('POST', `runs/${part(run)}/post`).then(({ outcomes }) => outcomes);
export const listRulings = () =>
  ask<{ readonly rulings: readonly RulingView[] }>('GET', 'rulings').then(({ rulings }) => rulings);
export const liftRuling = (id: number) => ask<unknown>('DELETE', `rulings/${id}`);
