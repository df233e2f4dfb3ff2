import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { worklogPath } from '../../src/worklog/write.ts';
import { failures, Story } from '../support/story.ts';

it('a run that a filter narrowed is compared with those that the same one narrowed, and says what it was', async () => {
  const story = new Story({});
  await story.begin();
  const filter = 'labels.tenant = "7"';
  await story.hour(0, failures(0, 50));
  await story.hour(1, failures(1, 4), { filter });
  const whole = await story.hour(2, failures(2, 60));
  const narrow = await story.hour(3, failures(3, 3), { filter });
  const trends = [whole, narrow].map(({ clusters }) => clusters.map(({ assessment }) => assessment.trend));
  expect(trends).toMatchObject([[{ previousCount: 50 }], [{ previousCount: 4 }]]);
  const worklog = readFileSync(worklogPath(join(story.state, 'worklogs'), narrow), 'utf8');
  expect(worklog).toMatch(/^[-*] \*\*Source:\*\* .*; only what matches: labels\.tenant = "7"$/m);
});

it('keeps no secret of the filter, and still knows it again', async () => {
  const story = new Story({});
  await story.begin();
  const of = (name: string) => `jsonPayload.user = "${name}@example.com"`;
  await story.hour(0, failures(0, 5), { filter: of('alice') });
  const other = await story.hour(1, failures(1, 5), { filter: of('bob') });
  const same = await story.hour(2, failures(2, 5), { filter: of('alice') });
  expect(other.clusters[0]?.assessment.trend.kind).toBe('no-earlier-run');
  expect(same.clusters[0]?.assessment.trend).toMatchObject({ previousCount: 5 });
  expect(JSON.stringify([other, same])).not.toMatch(/(?:alice|bob)@example\.com/);
});
