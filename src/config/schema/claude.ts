import { z } from 'zod';
import { Priority } from '../../model/assessment.ts';
import { Effort } from '../../model/transcript.ts';
import { usd } from './formats.ts';

const Prices = z.strictObject({
  input: usd.describe('Input that is in no cache.'),
  cacheWrite: usd.describe('Input that is put into the cache, for five minutes.'),
  cacheRead: usd.describe('Input that is read from the cache.'),
  output: usd.describe('Output, what the model thinks included.'),
});

export const Claude = z.strictObject({
  provider: z
    .enum(['auto', 'anthropic', 'vertex'])
    .default('auto')
    .describe('Where Claude is asked; auto: with a key directly, else by Vertex where its project is set.'),
  model: z.string().min(1).default('claude-sonnet-5-5').describe('The model that investigates.'),
  models: z
    .partialRecord(Priority, z.string().min(1))
    .default({})
    .describe('Another model by base priority, for example P0: claude-opus-5-5.'),
  effort: Effort.default('medium').describe('How much the model thinks before it answers.'),
  vertex: z
    .strictObject({
      project: z.string().default('').describe('Google Cloud project (default: ANTHROPIC_VERTEX_PROJECT_ID).'),
      region: z.string().default('').describe('Region (default: CLOUD_ML_REGION, else global).'),
    })
    .prefault({})
    .describe('Claude by way of a Google Cloud project.'),
  maxTurns: z.int().min(1).max(50).default(12).describe('Requests per cluster.'),
  maxTokens: z.int().min(1000).default(300_000).describe('Tokens per cluster, input and output of all turns.'),
  maxAnswerTokens: z.int().min(1000).max(64_000).default(16_000).describe('Tokens of one answer, thinking included.'),
  maxUsd: usd.default(1).describe('US dollars per cluster.'),
  requestsPerMinute: z.int().min(1).default(50).describe('Requests in any minute, of all clusters together.'),
  tokensPerMinute: z.int().min(1000).default(400_000).describe('Input tokens in any minute, of all clusters together.'),
  prices: z
    .record(z.string(), Prices)
    .default({})
    .describe('US dollars per million tokens of a model that the built-in list does not know, or at another price.'),
});
