import { readDuration, readTime } from './times.ts';
import type { Fields, Reader } from './wire.ts';

const SEVERITY_OF_HUNDREDS = [
  ...['DEFAULT', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'],
] as const;

const readSeverity: Reader = (value) =>
  typeof value === 'bigint' ? (SEVERITY_OF_HUNDREDS[Number(value) / 100] ?? 'DEFAULT') : undefined;

/**
 * google.appengine.logging.v1.RequestLog, what App Engine writes per request, its lines included:
 * https://github.com/googleapis/googleapis/blob/master/google/appengine/logging/v1/request_log.proto
 */
export const APP_ENGINE_LOG: Fields = {
  1: ['appId', 'text'],
  2: ['versionId', 'text'],
  3: ['requestId', 'text'],
  4: ['ip', 'text'],
  6: ['startTime', readTime],
  7: ['endTime', readTime],
  8: ['latency', readDuration],
  9: ['megaCycles', 'integer'],
  10: ['method', 'text'],
  11: ['resource', 'text'],
  12: ['httpVersion', 'text'],
  13: ['status', 'count'],
  14: ['responseSize', 'integer'],
  15: ['referrer', 'text'],
  16: ['userAgent', 'text'],
  17: ['urlMapEntry', 'text'],
  20: ['host', 'text'],
  21: ['cost', 'number'],
  22: ['taskQueueName', 'text'],
  23: ['taskName', 'text'],
  24: ['wasLoadingRequest', 'flag'],
  25: ['pendingTime', readDuration],
  26: ['instanceIndex', 'count'],
  27: ['finished', 'flag'],
  28: ['instanceId', 'text'],
  29: [
    'line',
    {
      1: ['time', readTime],
      2: ['severity', readSeverity],
      3: ['logMessage', 'text'],
      4: ['sourceLocation', { 1: ['file', 'text'], 2: ['line', 'integer'], 3: ['functionName', 'text'] }],
    },
    'several',
  ],
  37: ['moduleId', 'text'],
  38: ['appEngineRelease', 'text'],
  39: ['traceId', 'text'],
  40: ['nickname', 'text'],
  41: ['sourceReference', { 1: ['repository', 'text'], 2: ['revisionId', 'text'] }, 'several'],
  42: ['first', 'flag'],
  43: ['traceSampled', 'flag'],
};
