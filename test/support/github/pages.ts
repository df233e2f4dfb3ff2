import type { Context } from 'hono';
import { z } from 'zod';

const whole = (otherwise: number) => z.coerce.number().int().min(1).catch(otherwise);

/**
 * The page that was asked for, with GitHub's Link header on the answer: 30 a page unless told, at most 100.
 * https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function pageOf<Item>(c: Context, items: readonly Item[]): Item[] {
  const page = whole(1).parse(c.req.query('page') ?? 1);
  const size = Math.min(100, whole(30).parse(c.req.query('per_page') ?? 30));
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const url = new URL(c.req.url);
    url.searchParams.set('page', String(to));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  if (links.length > 0) c.header('link', links.join(', '));
  return items.slice((page - 1) * size, page * size);
}
