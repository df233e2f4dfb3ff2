import { readDuration } from './times.ts';
import type { Fields } from './wire.ts';

const LOCALIZED_MESSAGE: Fields = { 1: ['locale', 'text'], 2: ['message', 'text'] };

const QUOTA_VIOLATION: Fields = {
  1: ['subject', 'text'],
  2: ['description', 'text'],
  3: ['apiService', 'text'],
  4: ['quotaMetric', 'text'],
  5: ['quotaId', 'text'],
  6: ['quotaDimensions', 'text', 'map'],
  7: ['quotaValue', 'integer'],
  8: ['futureQuotaValue', 'integer'],
};

/**
 * What stands in the `details` of a status, by type:
 * https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
 */
export const ERROR_DETAILS: Readonly<Record<string, Fields>> = {
  'google.rpc.ErrorInfo': { 1: ['reason', 'text'], 2: ['domain', 'text'], 3: ['metadata', 'text', 'map'] },
  'google.rpc.RetryInfo': { 1: ['retryDelay', readDuration] },
  'google.rpc.DebugInfo': { 1: ['stackEntries', 'text', 'several'], 2: ['detail', 'text'] },
  'google.rpc.QuotaFailure': { 1: ['violations', QUOTA_VIOLATION, 'several'] },
  'google.rpc.PreconditionFailure': {
    1: ['violations', { 1: ['type', 'text'], 2: ['subject', 'text'], 3: ['description', 'text'] }, 'several'],
  },
  'google.rpc.BadRequest': {
    1: [
      'fieldViolations',
      {
        1: ['field', 'text'],
        2: ['description', 'text'],
        3: ['reason', 'text'],
        4: ['localizedMessage', LOCALIZED_MESSAGE],
      },
      'several',
    ],
  },
  'google.rpc.RequestInfo': { 1: ['requestId', 'text'], 2: ['servingData', 'text'] },
  'google.rpc.ResourceInfo': {
    1: ['resourceType', 'text'],
    2: ['resourceName', 'text'],
    3: ['owner', 'text'],
    4: ['description', 'text'],
  },
  'google.rpc.Help': { 1: ['links', { 1: ['description', 'text'], 2: ['url', 'text'] }, 'several'] },
  'google.rpc.LocalizedMessage': LOCALIZED_MESSAGE,
};
