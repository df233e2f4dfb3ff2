import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { Session } from '../session.ts';
import { validBody } from '../validated.ts';

const Code = z.strictObject({ code: z.string().max(200) });

/** A one-time code for the token that every other request brings. */
export function sessionRoutes(session: Session) {
  return new Hono().post('/', validBody(Code), (context) => {
    const token = session.exchange(context.req.valid('json').code);
    if (token === null) {
      const message =
        'This link was used already, or is an old one. Press Enter where log-gardener review runs for a new one.';
      throw new HTTPException(401, { message });
    }
    return context.json({ token });
  });
}
