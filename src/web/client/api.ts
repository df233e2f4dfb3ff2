/** What the page asks the server: one function per route, typed by the server itself. */
import { hc } from 'hono/client';
import type { ApproveRequest, EditRequest, RejectRequest } from '../../review/requests.ts';
import type { App } from '../server/app.ts';
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

const { api } = hc<App>('/', { headers: bearer });

/** The server said no, in words that are meant for people; 0 = it does not answer. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Answer<Body> {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<Body>;
}

async function read<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
  const answer = await asked.catch(() => {
    throw new Refusal(0, 'The server does not answer. Is `log-gardener review` still running?');
  });
  if (answer.ok) return answer.json();
  const body: unknown = await answer.json().catch(() => null);
  const told: Partial<ErrorView> = typeof body === 'object' && body !== null ? body : {};
  throw new Refusal(answer.status, told.error ?? `The server answered ${answer.status}.`);
}

type Status = DraftView['state']['status'];
type Seen = Pick<ApproveRequest, 'seen'>;

const draft = api.drafts[':id'];
const run = api.runs[':run'];
const cluster = run.clusters[':fingerprint'];

export const listRuns = (): Promise<readonly RunRow[]> => read(api.runs.$get()).then(({ runs }) => runs);
export const getRun = (id: string): Promise<RunView> => read(run.$get({ param: { run: id } }));
export const getCluster = (id: string, fingerprint: string): Promise<ClusterView> =>
  read(cluster.$get({ param: { run: id, fingerprint } }));
export const getTranscript = (id: string, fingerprint: string): Promise<TranscriptView> =>
  read(cluster.transcript.$get({ param: { run: id, fingerprint } }));
export const listDrafts = (query: { status?: Status; query?: string; after?: number }): Promise<DraftPage> =>
  read(api.drafts.$get({ query }));
export const getLive = (id: string): Promise<LiveView> => read(draft.live.$get({ param: { id } }));
export const preview = (id: string, markdown: string): Promise<{ html: string }> =>
  read(api.preview.$post({ json: { draft: id, markdown } }));
export const edit = (id: string, json: EditRequest): Promise<{ draft: DraftView }> =>
  read(draft.edit.$post({ param: { id }, json }));
export const approve = (id: string, json: ApproveRequest): Promise<{ draft: DraftView }> =>
  read(draft.approve.$post({ param: { id }, json }));
export const reject = (id: string, json: RejectRequest): Promise<{ draft: DraftView }> =>
  read(draft.reject.$post({ param: { id }, json }));
export const undo = (id: string, json: Seen): Promise<{ draft: DraftView }> =>
  read(draft.undo.$post({ param: { id }, json }));
export const restore = (id: string, json: Seen): Promise<{ draft: DraftView }> =>
  read(draft.restore.$post({ param: { id }, json }));
export const post = (id: string): Promise<readonly PostedRow[]> =>
  read(draft.post.$post({ param: { id } })).then(({ outcomes }) => outcomes);
export const postAll = (id: string): Promise<readonly PostedRow[]> =>
  read(run.post.$post({ param: { run: id } })).then(({ outcomes }) => outcomes);
export const listRulings = (): Promise<readonly RulingView[]> =>
  read(api.rulings.$get()).then(({ rulings }) => rulings);
export const liftRuling = (id: number): Promise<unknown> =>
  read(api.rulings[':id'].$delete({ param: { id: String(id) } }));
