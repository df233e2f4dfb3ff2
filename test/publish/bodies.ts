import { wrapEvidenceBlock } from '../../src/github/evidence-block.ts';
import { FINGERPRINT } from '../support/drafts.ts';

export const CLOSED = { state: 'closed', state_reason: 'completed', closed_at: '2025-09-11T18:02:00Z' } as const;

export const OLD = wrapEvidenceBlock('| E1 | entries | 15 |');

export const NEW = wrapEvidenceBlock('| E1 | entries | 40 |');

export const MARKER = `<!-- log-gardener fingerprint=${FINGERPRINT} run=r draft=r-1 -->`;

/** As people leave a body: Windows line ends, trailing blanks, no line end at the end. */
export const body = (block: string) =>
  `Anna:  see the \u{1F511} dashboard\r\n\r\n${block}\r\n\r\n- [x] looked at\t\r\n\n\n${MARKER}  `;
