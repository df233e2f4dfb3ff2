import type { Positive } from './redaction-corpus.ts';

/** An entry for each place that a secret may stand in. */
export function entriesWith({ text, secret }: Positive, number: number): object[] {
  const named = (place: string) => ({
    insertId: `entry-${number}-${place}`,
    logName: 'projects/p/logs/run.googleapis.com%2Fstderr',
    timestamp: `2026-01-01T10:${String(number % 60).padStart(2, '0')}:00.${String(number).padStart(3, '0')}Z`,
    severity: 'ERROR',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: 'shop-00001-abc' } },
  });
  const trace = `Traceback (most recent call last):\n  File "/app/shop/pay.py", line 12, in pay\n    pay()\nValueError: ${text}`;
  return [
    { ...named('text'), textPayload: `Payment refused: ${text}` },
    { ...named('message'), jsonPayload: { message: `Order failed: ${text}`, nested: { list: [text, { [text]: 1 }] } } },
    { ...named('trace'), textPayload: trace },
    { ...named('exception'), jsonPayload: { message: 'Cannot pay', exception: trace, error: { message: text } } },
    { ...named('user'), jsonPayload: { message: 'Session lost', user: text, user_id: text, trace_id: text } },
    {
      ...named('labels'),
      textPayload: 'Labelled',
      labels: { note: text, [text]: 'x' },
      resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', extra: text }, note: text },
    },
    {
      ...named('request'),
      httpRequest: {
        requestMethod: 'GET',
        status: 503,
        requestUrl: `https://shop.example.com/orders/${text}?q=${text}`,
        userAgent: text,
        referer: text,
      },
    },
    {
      ...named('audit'),
      protoPayload: {
        '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
        methodName: 'google.cloud.run.v1.Services.ReplaceService',
        status: { code: 7, message: text },
        authenticationInfo: { principalEmail: text },
        request: { spec: text },
      },
    },
    { ...named('source'), textPayload: 'Placed', sourceLocation: { file: text, function: text, line: '12' } },
    { ...named('other'), textPayload: 'Otherwise', operation: { id: text, producer: text }, whatever: [[text]] },
    {
      ...named('field'),
      jsonPayload: { message: 'Configured', password: secret, api_key: secret, cookie: `a=${secret}` },
    },
  ];
}

/** Lines that are no entry, with the secret in them. */
export function malformedWith({ text }: Positive): string[] {
  return [`not an entry: ${text}`, `{"textPayload": ${JSON.stringify(text)}, broken`, JSON.stringify([text])];
}
