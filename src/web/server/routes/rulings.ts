import { Hono } from 'hono';
import { liftRuling, sayRuling } from '../../../review/rulings.ts';
import { listRulings } from '../../../store/rulings.ts';
import type { RulingView } from '../../views.ts';
import type { RouteDeps } from '../deps.ts';
import { notFound } from '../find.ts';

/** What reviewers ruled for later runs, and taking it back. */
export function rulingRoutes({ review }: RouteDeps) {
  return new Hono()
    .get('/', async (context) => {
      const rulings = (await listRulings(review.store)).map((ruling): RulingView => {
        const { id, rule, reason, at } = ruling;
        return { id, kind: rule.kind === 'mute-tenfold' ? 'mute' : rule.kind, says: sayRuling(ruling), reason, at };
      });
      return context.json({ rulings });
    })
    .delete('/:id', async (context) => {
      const id = context.req.param('id');
      if (!/^[1-9]\d{0,8}$/.test(id)) throw notFound('A ruling is named by its number.');
      const ruling = await liftRuling(Number(id), review);
      return context.json({ lifted: ruling.id });
    });
}
