import { expect, it } from 'vitest';
import { Story, timeAt } from '../support/story.ts';

it('a run hides what the config names, under the name that it has there', async () => {
  const story = new Story({ redact: [{ name: 'customer', pattern: 'cust-\\d+' }] });
  await story.begin();
  const message = 'Payment capture failed for cust-4711: gateway refused';
  const run = await story.hour(0, [{ at: timeAt(0, 5), message }]);
  expect(run.clusters).toHaveLength(1);
  const written = JSON.stringify([run.clusters, story.body(100).body]);
  expect(written).not.toContain('cust-4711');
  expect(story.body(100).body).toMatch(/customer/i);
});
