import { z } from 'zod';
import { IMPORTANCES } from '../../model/assessment.ts';
import { assignees, globs, httpsUrl, repositoryName } from './formats.ts';

const Described = z.strictObject({
  name: z.string().min(1).describe('How people call this part of the product.'),
  importance: z.enum(IMPORTANCES).default('normal').describe('Raises the priority of what touches it.'),
  modules: globs.describe('Globs over the module, for example app.websocket_core.**'),
  paths: globs.describe('Globs over source files and stack frames, for example app/routes/**'),
  messages: globs.describe('Globs over the whole message, upper and lower case alike, for example *SessionMiddleware*'),
  journey: z.string().nullable().default(null).describe('The user journey that breaks with it.'),
  owner: z.string().nullable().default(null).describe('Who answers for it; named in issues, never pinged.'),
  repository: repositoryName
    .nullable()
    .default(null)
    .describe('Where the issues of what its modules or paths raise are kept; null = in the repository of the service.'),
  assignees: assignees.describe('GitHub logins that its new issues are assigned to.'),
  revenue: z.string().nullable().default(null).describe('Quoted word for word, the only money an issue may speak of.'),
  links: z
    .array(z.strictObject({ title: z.string().min(1), url: httpsUrl }))
    .default([])
    .describe('Runbooks and documents (title and https url), listed under Related.'),
});

/** Anybody can put any words into a message: what it says chooses no repository. */
export const Component = Described.superRefine(({ repository, modules, paths }, context) => {
  if (repository === null || modules.length + paths.length > 0) return;
  context.addIssue({
    code: 'custom',
    path: ['repository'],
    message: 'needs modules or paths beside it,',
    params: { more: ['by which problems are sent there; messages alone send nothing'] },
  });
});
