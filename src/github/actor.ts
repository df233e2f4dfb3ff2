import { z } from 'zod';

/** Who did something. GraphQL calls a bot by the name of its app, REST by that name and `[bot]`: here as REST does. */
export const Actor = z
  .looseObject({ __typename: z.string(), login: z.string() })
  .nullish()
  .transform((actor) => {
    if (!actor) return null;
    const isBot = actor.__typename === 'Bot' || actor.login.endsWith('[bot]');
    return { isBot, login: isBot ? `${actor.login.replace(/\[bot\]$/, '')}[bot]` : actor.login };
  });
