import { readStruct } from './struct.ts';
import { readTime } from './times.ts';
import { type Fields, oneOf, type Reader } from './wire.ts';

/** google.rpc.context.AttributeContext.Resource. */
const RESOURCE: Fields = {
  1: ['service', 'text'],
  2: ['name', 'text'],
  3: ['type', 'text'],
  4: ['labels', 'text', 'map'],
  5: ['uid', 'text'],
  6: ['annotations', 'text', 'map'],
  7: ['displayName', 'text'],
  8: ['createTime', readTime],
  9: ['updateTime', readTime],
  10: ['deleteTime', readTime],
  11: ['etag', 'text'],
  12: ['location', 'text'],
};

/** google.rpc.context.AttributeContext.Request. */
const REQUEST: Fields = {
  1: ['id', 'text'],
  2: ['method', 'text'],
  3: ['headers', 'text', 'map'],
  4: ['path', 'text'],
  5: ['host', 'text'],
  6: ['scheme', 'text'],
  7: ['query', 'text'],
  9: ['time', readTime],
  10: ['size', 'integer'],
  11: ['protocol', 'text'],
  12: ['reason', 'text'],
  13: [
    'auth',
    {
      1: ['principal', 'text'],
      2: ['audiences', 'text', 'several'],
      3: ['presenter', 'text'],
      4: ['claims', readStruct],
      5: ['accessLevels', 'text', 'several'],
    },
  ],
  14: ['origin', 'text'],
};

/** google.rpc.context.AttributeContext.Peer. */
const PEER: Fields = {
  1: ['ip', 'text'],
  2: ['port', 'integer'],
  6: ['labels', 'text', 'map'],
  7: ['principal', 'text'],
  8: ['regionCode', 'text'],
};

const DELEGATION: Fields = {
  1: ['firstPartyPrincipal', { 1: ['principalEmail', 'text'], 2: ['serviceMetadata', readStruct] }],
  2: ['thirdPartyPrincipal', { 1: ['thirdPartyClaims', readStruct] }],
  3: ['principalSubject', 'text'],
};

const VIOLATION: Fields = {
  1: ['constraint', 'text'],
  2: ['errorMessage', 'text'],
  3: ['checkedValue', 'text'],
  4: ['policyType', oneOf('POLICY_TYPE_UNSPECIFIED', 'BOOLEAN_CONSTRAINT', 'LIST_CONSTRAINT', 'CUSTOM_CONSTRAINT')],
};

/**
 * google.cloud.audit.AuditLog, all of it: https://github.com/googleapis/googleapis/blob/master/google/cloud/audit/audit_log.proto
 *
 * @param readAny reads a message that names its own type
 */
export function auditLog(readAny: Reader): Fields {
  return {
    2: ['status', { 1: ['code', 'count'], 2: ['message', 'text'], 3: ['details', readAny, 'several'] }],
    3: [
      'authenticationInfo',
      {
        1: ['principalEmail', 'text'],
        2: ['authoritySelector', 'text'],
        4: ['thirdPartyPrincipal', readStruct],
        5: ['serviceAccountKeyName', 'text'],
        6: ['serviceAccountDelegationInfo', DELEGATION, 'several'],
        8: ['principalSubject', 'text'],
      },
    ],
    4: [
      'requestMetadata',
      {
        1: ['callerIp', 'text'],
        2: ['callerSuppliedUserAgent', 'text'],
        3: ['callerNetwork', 'text'],
        7: ['requestAttributes', REQUEST],
        8: ['destinationAttributes', PEER],
      },
    ],
    7: ['serviceName', 'text'],
    8: ['methodName', 'text'],
    9: [
      'authorizationInfo',
      {
        1: ['resource', 'text'],
        2: ['permission', 'text'],
        3: ['granted', 'flag'],
        5: ['resourceAttributes', RESOURCE],
        7: [
          'permissionType',
          oneOf('PERMISSION_TYPE_UNSPECIFIED', 'ADMIN_READ', 'ADMIN_WRITE', 'DATA_READ', 'DATA_WRITE'),
        ],
      },
      'several',
    ],
    11: ['resourceName', 'text'],
    12: ['numResponseItems', 'integer'],
    15: ['serviceData', readAny],
    16: ['request', readStruct],
    17: ['response', readStruct],
    18: ['metadata', readStruct],
    19: ['resourceOriginalState', readStruct],
    20: [
      'resourceLocation',
      { 1: ['currentLocations', 'text', 'several'], 2: ['originalLocations', 'text', 'several'] },
    ],
    25: [
      'policyViolationInfo',
      {
        1: [
          'orgPolicyViolationInfo',
          {
            1: ['payload', readStruct],
            2: ['resourceType', 'text'],
            3: ['resourceTags', 'text', 'map'],
            4: ['violationInfo', VIOLATION, 'several'],
          },
        ],
      },
    ],
  };
}

const ACTION = oneOf('ACTION_UNSPECIFIED', 'ADD', 'REMOVE');

/** google.iam.v1.logging.AuditData, what stands in `serviceData` when a policy was changed. */
export const IAM_AUDIT_DATA: Fields = {
  2: [
    'policyDelta',
    {
      1: [
        'bindingDeltas',
        {
          1: ['action', ACTION],
          2: ['role', 'text'],
          3: ['member', 'text'],
          4: [
            'condition',
            { 1: ['expression', 'text'], 2: ['title', 'text'], 3: ['description', 'text'], 4: ['location', 'text'] },
          ],
        },
        'several',
      ],
      2: [
        'auditConfigDeltas',
        { 1: ['action', ACTION], 2: ['service', 'text'], 3: ['exemptedMember', 'text'], 4: ['logType', 'text'] },
        'several',
      ],
    },
  ],
};
