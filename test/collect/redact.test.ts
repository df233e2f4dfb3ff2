import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/collect/redact.ts';
import { ConfigError } from '../../src/model/errors.ts';
import {
  anthropic,
  aws,
  awsSecret,
  azure,
  discord,
  github,
  googleKey,
  googleOauth,
  hex32,
  jwt,
  openai,
  pem,
  sendGrid,
  slack,
  slackHook,
  telegram,
} from '../support/made-up-secrets.ts';

const redactor = createRedactor({ key: 'test key', patterns: [] });

/** The text with every placeholder's hash taken out, so that a table can say what it should look like. */
function shape(text: string): string {
  return redactor.text(text).replace(/-[0-9a-f]{4}\]/g, ']');
}

describe('redaction hides', () => {
  it.each([
    ['an e-mail address', 'mail from alice@example.com failed', 'mail from [email] failed'],
    ['one in brackets', '<alice.b+tag@mail.example.co.uk>', '<[email]>'],
    ['one at the end of a sentence', 'Ask bob@example.org.', 'Ask [email].'],
    ['one in a query', '/unsubscribe?email=alice%40example.com&x=1', '/unsubscribe?email=[email]&x=1'],
    ['one of letters beyond ASCII', 'an josé@exämple.com', 'an [email]'],
    ['one behind a written-out line end', 'to:\\nalice@example.com', 'to:\\n[email]'],
    ['a service account', 'by ci@shop.iam.gserviceaccount.com', 'by [email]'],
    ['an IPv4 address', 'from 203.0.113.7: refused', 'from [ip]: refused'],
    ['one with a port', '/10.251.42.84:50010', '/[ip]:50010'],
    ['one behind a host name', 'worker-1/10.0.0.12:8080', 'worker-1/[ip]:8080'],
    ['one that ends a sentence', 'Lost 192.168.1.20.', 'Lost [ip].'],
    ['a list of them', '10.11.21.122,10.11.10.1 "GET /"', '[ip],[ip] "GET /"'],
    ['one inside a reverse name', '4.3.2.10.in-addr.arpa', '[ip].in-addr.arpa'],
    ['an IPv6 address', 'peer 2001:db8::8a2e:370:7334 gone', 'peer [ip] gone'],
    ['one in brackets with a port', 'dial tcp [2001:db8::1]:443: refused', 'dial tcp [[ip]]:443: refused'],
    ['one behind a word', 'node:2001:db8:0:0:0:0:0:1', 'node:[ip]'],
    [
      'one with a port and no brackets',
      'lost 2001:db8::200e:47469 and 2001:db8:1:2:3:4:5:6:443',
      'lost [ip]:47469 and [ip]:443',
    ],
    ['one before a colon', 'from fe80::1ff:fe23:4567:890a: timeout', 'from [ip]: timeout'],
    ['a mapped one', '::ffff:203.0.113.7 - GET', '[ip] - GET'],
    ['a JWT', `token ${jwt} expired`, 'token [jwt] expired'],
    ['a JWT as bearer', `Authorization: Bearer ${jwt}`, 'Authorization: Bearer [jwt]'],
    ['a bearer token', 'Authorization: Bearer abcdef0123456789', 'Authorization: Bearer [bearer]'],
    ['basic authentication', `authorization: Basic ${btoa('user:hunter2')}`, 'authorization: Basic [basic-auth]'],
    ['a Google API key', `key=${googleKey}&q=x`, 'key=[google-api-key]&q=x'],
    ['a Google OAuth token', `got ${googleOauth} back`, 'got [google-oauth] back'],
    ['a GitHub token', `git clone with ${github}`, 'git clone with [github-token]'],
    ['a Slack token', `slack: ${slack}`, 'slack: [slack-token]'],
    ['an Anthropic key', `using ${anthropic}`, 'using [anthropic-key]'],
    ['an OpenAI key', `using ${openai}.`, 'using [openai-key].'],
    ['an AWS key', `id ${aws}`, 'id [aws-key]'],
    ['a private key', `loaded ${pem} ok`, 'loaded [private-key] ok'],
    ['one in a line', `{"k":"${pem.replaceAll('\n', '\\n')}"}`, '{"k":"[private-key]"}'],
    ['one that is cut off', pem.slice(0, 50), '[private-key]'],
    ['one whose beginning is lost', `tail of ${pem.slice(40)} ok`, 'tail of [private-key] ok'],
    ['credentials in a URL', 'postgres://app:s3cr3t@db.internal/shop', 'postgres://[url-credentials]@db.internal/shop'],
    ['with an @ in them', 'redis://:p@ss@10.0.0.5:6379', 'redis://[url-credentials]@[ip]:6379'],
    ['a key in a DSN', 'https://0123456789abcdef0123@sentry.io/42', 'https://[url-credentials]@sentry.io/42'],
    ['password=', 'connect user=app password=hunter2 host=db', 'connect user=app password=[secret] host=db'],
    ['DB_PASSWORD=', 'DB_PASSWORD=hunter2', 'DB_PASSWORD=[secret]'],
    ['a quoted password', `Config(password='it is "long"', debug=True)`, `Config(password='[secret]', debug=True)`],
    ['JSON in a text', 'body {"api_key": "abc123", "n": 1}', 'body {"api_key": "[secret]", "n": 1}'],
    ['escaped JSON in a text', '{\\"password\\": \\"hunter2\\"}', '{\\"password\\": \\"[secret]\\"}'],
    ['a Ruby hash', `:secret => "abc"`, `:secret => "[secret]"`],
    ['password: and one word', 'password: hunter2', 'password: [secret]'],
    ['a short token', 'retry with token=s3cr3tTok3n now', 'retry with token=[secret] now'],
    ['a token parameter', '/cb?access_token=abcdef0123456789xyz&state=1', '/cb?access_token=[secret]&state=1'],
    ['a session in a path', '/cart;jsessionid=ABC123def456?page=2', '/cart;jsessionid=[secret]?page=2'],
    ['a token before a fragment', '/cb?access_token=abcdef0123456789#top', '/cb?access_token=[secret]#top'],
    ['a cookie', 'Cookie: session=abc; theme=dark', 'Cookie: [cookie]'],
    [
      "Azure's AccountKey",
      `Protocol=https;${azure};EndpointSuffix=x`,
      'Protocol=https;AccountKey=[secret];EndpointSuffix=x',
    ],
    [
      "Azure's SharedAccessKey",
      'SharedAccessKeyName=Root;SharedAccessKey=abc+D/1=',
      'SharedAccessKeyName=Root;SharedAccessKey=[secret]',
    ],
    [
      'an AWS secret in prose',
      `aws_secret_access_key was ${awsSecret} here`,
      'aws_secret_access_key was [secret] here',
    ],
    ['an AWS secret right behind its name', `AWS_SECRET_ACCESS_KEY ${awsSecret}`, 'AWS_SECRET_ACCESS_KEY [secret]'],
    ['an AWS secret beside its id', `using ${aws} / ${awsSecret} now`, 'using [aws-key] / [aws-key] now'],
    ["curl's -u", 'curl -s -u admin:hunter2 https://x', 'curl -s -u admin:[secret] https://x'],
    ["curl's --user, quoted", `curl --user "admin:hunter 2"`, `curl --user "admin:[secret] 2"`],
    [
      "curl's -u in a list",
      `['curl', '-u', 'admin:hunter2', 'https://x']`,
      `['curl', '-u', 'admin:[secret]', 'https://x']`,
    ],
    ["mysql's -p", 'mysql -u root -pSup3rS3cret db', 'mysql -u root -p[secret] db'],
    [
      "mysqldump's -p in a list",
      `Command '['mysqldump', '-pSup3r', 'db']' failed`,
      `Command '['mysqldump', '-p[secret]', 'db']' failed`,
    ],
    ["sshpass's -p", 'sshpass -p hunter2 ssh app@host', 'sshpass -p [secret] ssh app@host'],
    ["redis-cli's -a", 'redis-cli -h cache -a hunter2 ping', 'redis-cli -h cache -a [secret] ping'],
    ['a --password without =', 'pg_dump --password hunter2 shop', 'pg_dump --password [secret] shop'],
    ['a quoted password without a sign', `Login with passwd 'S3cr3t!' failed`, `Login with passwd '[secret]' failed`],
    ['a password in a sentence', 'the password is S3cr3tWordIs99, sorry', 'the password is [secret], sorry'],
    ['a changed password', `password was changed to "hunter2"`, `password was changed to "[secret]"`],
    ['an API key in a sentence', 'Your api key is 9f8e7d6c5b4a39281706abcd.', 'Your api key is [secret].'],
    ['a Hugging Face token', `with hf_${'AbCdEfGhIjKlMnOpQrStUvWxYz12345678'}`, 'with [secret]'],
    ['a DigitalOcean token', `dop_v1_${'a1b2c3d4e5f6a7b8'.repeat(4)} used`, '[secret] used'],
    ['a Telegram token', `token of ${telegram}`, 'token of [secret]'],
    [
      'a Telegram address',
      `https://api.telegram.org/bot${telegram}/getMe`,
      'https://api.telegram.org/bot[secret]/getMe',
    ],
    ['a Discord token', `login ${discord} failed`, 'login [secret] failed'],
    ['an Atlassian token', `ATATT3xFfGF0${'abcdefghijklmnopqrstuvwxyz0123456789=ABCDEF12'}`, '[secret]'],
    ['a Twilio key', `key SK${hex32}, bad`, 'key [secret], bad'],
    ['a Twilio account with its password', `AC${hex32}:${hex32}`, '[secret]'],
    ['a Slack webhook', `POST https://${slackHook} 404`, 'POST https://hooks.slack.com/services/[secret] 404'],
    [
      'a Discord webhook',
      `https://discord.com/api/webhooks/123456/${'abcDEF_123-ghiJKL456'}`,
      'https://discord.com/api/webhooks/123456/[secret]',
    ],
    ['a SendGrid key', `Unauthorized: ${sendGrid}`, 'Unauthorized: [secret]'],
    ['an npm token', `npm_${'abcdefghijklmnopqrstuvwxyz0123456789'}`, '[npm-token]'],
    ['a PyPI token', `pypi-AgEIcHlwaS5vcmc${'CJDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA'}`, '[secret]'],
    ['a Shopify token', `shpat_${hex32}`, '[secret]'],
    ['a Heroku key', `HRKU-${'01234567-89ab-4cde-8f01-23456789abcd'}`, '[secret]'],
    ['a Databricks token', `dapi${hex32}-2`, '[secret]'],
    ['a card in groups', 'card 4111 1111 1111 1111 declined', 'card [card] declined'],
    ['a card with dashes', 'paid by 5500-0000-0000-0004.', 'paid by [card].'],
    ['a card in one piece', 'pan=4111111111111111&cvc=1', 'pan=[card]&cvc=1'],
    ['an American Express card', '3782 822463 10005', '[card]'],
    ['a card behind other groups', 'till 0012 4111 1111 1111 1111', 'till 0012 [card]'],
    ['a short card by its name', 'visa 4222222222222', 'visa [card]'],
    ['an IBAN', 'IBAN DE89370400440532013000, unknown', 'IBAN [iban], unknown'],
    ['an IBAN in groups', 'to GB29 NWBK 6016 1331 9268 19 today', 'to [iban] today'],
    ['a social security number', 'SSN 078-05-1120 taken', 'SSN [ssn] taken'],
    ['a telephone number', 'sms to +49 170 1234567 failed', 'sms to [phone] failed'],
    ['a telephone number with brackets', 'call +1 (415) 555-2671', 'call [phone]'],
    ['a wrapped secret', "SecretStr('hunter2')", "SecretStr('hunter2')"],
    ['a named wrapped secret', "password=SecretStr('hunter2')", "password=SecretStr('[secret]')"],
  ])('%s', (_, text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});

describe('redaction leaves alone', () => {
  it.each([
    'id 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    'commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    'netra-backend-staging-00734-fvm',
    'projects/shop/traces/105445aa7843bc8bf206b12000100000',
    '0069c7a98886c4a7a800d8ee9a416192d9344fac193c3b3b756bf9ffd73df53037b924350e416eb68c4971d61ab0a80357fef95ca2630d14',
    'at 12:34:56 and 12:34:56.789, lifetime 00:01',
    '2025-09-16T00:42:53.123456Z [2025-09-16 00:42:53 +0000] [11] [INFO]',
    '  File "/usr/local/lib/python3.11/site-packages/gunicorn/arbiter.py", line 608, in spawn_worker',
    '    at run (/app/node_modules/.pnpm/foo@1.2.3/node_modules/foo/index.js:10:5)',
    'npm i @octokit/rest@22.0.1 lodash@4.17.21 react@npm:18 foo@1.2.3-rc.one',
    'render@app.js:10:5',
    'user@1000.service: Succeeded',
    'git clone git@github.com:owner/repo.git',
    'ssh://git@github.com/owner/repo',
    'akka.tcp://sparkExecutorActorSystem@mesos-slave-07:55904',
    'java.lang.Object@6d06d69c',
    'version 1.2.3.4 and v1.2.3.4 and 4.0.30319.42000',
    'Mozilla/5.0 Chrome/118.0.0.0 Safari/537.36',
    'agent-1.2.3.4.jar and lib 1.2.3.4-beta',
    'OID 1.3.6.1.4.1 and section 1.2.3.4.5',
    'listening on 0.0.0.0:8080 and 127.0.0.1:9000 and [::]:80 and ::1',
    'mask 255.255.255.0, metadata 169.254.169.254',
    'std::vector<int> Foo::bar abc::def',
    '00:1a:2b:3c:4d:5e and 00:11:22:33:44:55:66:77',
    'FF:F2:9F:16:C4:C2:00:0D:60:E9:3B:3D',
    'secret_key (length: 51)',
    'Service Secret=REDACTED True',
    'OPTIONAL AUTH=REDACTED Optional authentication failed',
    `password=*** token=null secret="" api_key=[REDACTED] PASSWORD=\${DB_PASSWORD}`,
    'password: must be longer than 8 characters',
    'Unexpected token: } in JSON at position 3',
    'Failed password for root from port 22',
    'password=settings.DB_PASSWORD, secret=os.getenv("X")',
    'token=Token{a64f992 ActivityRecord{de9231d u0 com.tencent.qt.qtl}}',
    'max_tokens=4096 token_count: 51',
    'secret: projects/shop/secrets/db/versions/3',
    'WWW-Authenticate: Bearer realm="shop", error="invalid_token"',
    'basic authentication is off, bearer authentication is on',
    `postgres://user:****@db/x and postgres://\${USER}:\${PASS}@db/x`,
    'task-runner risk-free sk-learn desk-top',
    'keyboard eyJ AIza ghp_ xoxb- AKIA',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'Cannot parse account_key=default and AccountName=shop',
    'the aws_secret_access_key was rotated and the secret key is missing',
    `sha1 of x: 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 in ${'src/Main/Handlers/OrderController2Impl01'}`,
    'bad base64 wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzzzzzzzzz of no known key',
    'curl: (7) Failed to connect; curl -u admin https://x && useradd -u 1000:1000',
    'mysql -u root -p shop, mysqladmin --port=3306, ps -p 4242, mkdir -pv /data',
    `curl -u $USER:$TOKEN, curl -u "admin:\${PW}", sshpass -p "$PW", docker run -p 8080:80 shop`,
    '--password is deprecated, use --password-file or --secret id=npm,src=x2',
    `secret "my-tls-cert-2" not found, secret 'default-token-abc12' is gone`,
    `column "password" of relation "users" contains null values`,
    `KeyError: 'password' and field password 'min_length' and password "required"`,
    'the password is incorrect, the password was changed, password is too short',
    'password is 12 characters, secret is sha256-hashed, private key is RSA2048, api key is v1.2.3',
    'password changed to user app, secret is netra-backend-staging-00734-fvm',
    'the token is 3f2504e0-4f89-41d3-9a0c-0305e82c3301 and pwd "/srv/app2"',
    '"private_key_id": "c0ffee1234567890c0ffee1234567890c0ffee12"',
    'hf_hub_download dop_v1_ dapi2 SG.east shpat_x pypi-server HRKU-1 ATATTENTION SKU1234 SKIPPED ACCEPTED',
    `dapi_${hex32} and xSK${hex32} and SK${hex32}0`,
    '12:AM 7:ABCDEF 123456789:A and Foo123456789:AAbb',
    'MTU of NTP.server.example, MTk4NjIyNDgz.config.properties_of_the_whole_service',
    'https://hooks.slack.com/services and https://discord.com/api/v10/channels/123456',
    'order 4111111111111112 and id=4111111111111111 and /orders/4111111111111111/items',
    'trace_id: 4111111111111111, blk_4111111111111111, x4111111111111111, 0.4111111111111111',
    'at 1758000000000 ms, 1758000000000000 us, 1758000000000000000 ns, 20250916004253',
    '4111 1111 1111 1112 and 1234 5678 9012 3456 and 4111-1111-1111-1111-1111',
    '4024007198964305123 and 62400719896430512 and 36000000000008',
    'DE89370400440532013001 and DE8937040044053201300 and xDE89370400440532013000',
    'BE71 and AE07AFFE and ERROR NO1234567890123 and GB82WEST',
    'part 078-05-1120 and build 2025-09-1120 and ssn missing',
    'offset +0200, UTC+1 2026-01-10 12, (+1 2026-01-10), heap +12 345 678 901, +1 -1 +15551234',
    'a+b=c; x: y; https://example.com/a?b=c#d',
  ])('%s', (text) => {
    expect(redactor.text(text)).toBe(text);
  });
});

describe('a placeholder', () => {
  it('is the kind and four hex digits of a keyed hash', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const hash = sha256(`${sha256('test key')}email\0alice@example.com`).slice(0, 4);
    expect(redactor.text('Alice@Example.com')).toBe(`[email-${hash}]`);
  });

  it('is the same for equal values, another for others and under another key', () => {
    const other = createRedactor({ key: Buffer.from('other'), patterns: [] });
    const [first, second, third] = redactor.text('a@x.org b@x.org a@x.org').split(' ');
    expect(first).toBe(third);
    expect(first).not.toBe(second);
    expect(other.text('a@x.org')).not.toBe(first);
  });

  it('is counted each time one is made, and not when it is met again', () => {
    const counting = createRedactor({ key: 'k', patterns: [] });
    const once = counting.text('a@x.org and 203.0.113.7');
    expect(counting.count).toBe(2);
    counting.text(once);
    expect(counting.count).toBe(2);
  });
});

describe('patterns of the config', () => {
  const patterns = [
    { name: 'customer', pattern: 'cust-\\d+' },
    { name: 'line', pattern: '^order .*$' },
  ];
  const custom = createRedactor({ key: 'k', patterns });

  it('hide what they match under their own name', () => {
    expect(custom.text('cust-12 paid')).toMatch(/^\[customer-[0-9a-f]{4}\] paid$/);
  });

  it('leave placeholders inside a match as they are', () => {
    const text = custom.text('order of alice@example.com');
    expect(text).toMatch(/^\[line-[0-9a-f]{4}\]\[email-[0-9a-f]{4}\]$/);
    expect(custom.text(text)).toBe(text);
  });

  it('are a config error where they are no regular expression', () => {
    expect(() => createRedactor({ key: 'k', patterns: [{ name: 'bad', pattern: '(' }] })).toThrow(ConfigError);
  });
});
