import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { databaseOf } from '../support/store.ts';
import { failures, Story } from '../support/story.ts';

it.each(['{"id": ', '{"id": "of another version"}'])(
  'a run whose record cannot be read stops no later one, which says so: %s',
  async (record) => {
    const story = new Story({});
    await story.begin();
    await story.hour(0, failures(0, 5), { mode: 'draft' });
    const broken = await story.hour(1, failures(1, 5), { mode: 'draft' });
    const store = await openStore(story.state, databaseOf(story.state));
    await store.db.updateTable('runs').set({ record }).where('id', '=', broken.id).execute();
    await store.close();

    const run = await story.hour(2, failures(2, 7), { mode: 'draft' });
    expect(run.status).toBe('done');
    expect(run.warnings).toEqual([expect.stringContaining(`Run ${broken.id} is not compared with`)]);
    expect(run.clusters.map(({ assessment }) => assessment.trend)).toMatchObject([{ previousCount: 5 }]);
  },
);
