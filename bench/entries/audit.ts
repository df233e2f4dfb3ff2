import { PROJECT } from './deployments.ts';
import type { Random } from './random.ts';

const METHODS = [
  'google.cloud.run.v1.Services.ReplaceService',
  'google.iam.admin.v1.CreateServiceAccountKey',
  'google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion',
  'storage.objects.get',
  'v1.compute.instances.insert',
  'google.logging.v2.ConfigServiceV2.UpdateSink',
] as const;

/** One line of the audit log: who did what. About one in eight was not allowed. */
export function drawAudit(random: Random): { json: string; severity: 'NOTICE' | 'ERROR'; name: string } {
  const method = random.pick(METHODS);
  const isDenied = random.int(8) === 0;
  const payload = {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    authenticationInfo: { principalEmail: `deployer-${random.int(4)}@${PROJECT}.iam.gserviceaccount.com` },
    authorizationInfo: [{ granted: !isDenied, permission: 'run.services.update', resourceAttributes: {} }],
    methodName: method,
    requestMetadata: {
      callerIp: `203.0.113.${random.int(256)}`,
      callerSuppliedUserAgent: 'google-cloud-sdk gcloud/502.0.0',
    },
    resourceName: `namespaces/${PROJECT}/services/shop`,
    serviceName: 'run.googleapis.com',
    status: isDenied ? { code: 7, message: 'PERMISSION_DENIED' } : {},
  };
  return { json: JSON.stringify(payload), severity: isDenied ? 'ERROR' : 'NOTICE', name: `${method} ${isDenied}` };
}
