import { expect, it } from 'vitest';
import { draftTable } from '../../src/cli/drafts-text.ts';
import { newIssueDraft } from '../support/drafts.ts';

it('lists drafts with their names whole: what every title begins with takes no room', async () => {
  const name = "No module named 'netra_backend.app.services.user_service' at start";
  const draft = newIssueDraft({}, { title: `GCP-new | P1 | ${name}` });
  const table = await draftTable([draft], 'GCP-{category} | {priority} | {name}');
  expect(table).not.toContain('GCP-new');
  expect(table.replace(/\s+/g, '')).toContain(name.slice(-20).replace(/\s+/g, ''));
  expect(table).not.toContain('…');
});
