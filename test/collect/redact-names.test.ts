import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/collect/redact.ts';

const redactor = createRedactor({ key: 'test key', patterns: [] });
const bare = (text: string): string => text.replace(/-[0-9a-f]{4}\]/g, ']');
const SESSION = 'b7c1d0e2f3a4958677665544332211';

describe('what a name gives away', () => {
  it.each([
    [`sessionId: "${SESSION}"`, 'sessionId: "[secret]"'],
    [`session_id=${SESSION}&page=2`, 'session_id=[secret]&page=2'],
    [`{\\"session-id\\":\\"${SESSION}\\"}`, '{\\"session-id\\":\\"[secret]\\"}'],
    ['JSESSIONID=ABC123def456; Path=/', 'JSESSIONID=[secret]; Path=/'],
    ['session_cookie: "sid=s%3Aabcdef0123456789.XYZ"', 'session_cookie: "[cookie]"'],
    [`sessionCookie=${SESSION}`, 'sessionCookie=[cookie]'],
    ['login of anna failed (otp 839201)', 'login of anna failed (otp [secret])'],
    ['OTP: 839201', 'OTP: [secret]'],
    ['smsOtp=839201 is wrong', 'smsOtp=[secret] is wrong'],
    ['the pin is 4711.', 'the pin is [secret].'],
    ['card refused, PIN was 4711', 'card refused, PIN was [secret]'],
    ['wrong pin "4711"', 'wrong pin "[secret]"'],
    ['ssn=123456789', 'ssn=[secret]'],
    ['customer_ssn=123456789', 'customer_ssn=[secret]'],
    ['{"ssn":"123456789"}', '{"ssn":"[secret]"}'],
    ['userSsn=123-45-6789', 'userSsn=[ssn]'],
    ['ssn: 123-45-6789', 'ssn: [ssn]'],
    ['{"userPin":"4711","cvv":"123"}', '{"userPin":"[secret]","cvv":"[secret]"}'],
    ['{"taxId":"12 345 678 901"}', '{"taxId":"[secret]"}'],
    ['tax_id=DE123456789', 'tax_id=[secret]'],
  ])('is hidden: %s', (text, expected) => {
    expect(bare(redactor.text(text))).toBe(expected);
  });

  it.each([
    ['session_id=12345678'],
    ['session_cookie: missing'],
    ['transaction_id=b7c1d0e2f3a4'],
    ['session idle for 30000ms'],
    ['sets pin 13 high'],
    ['GPIO pin 1234 high'],
    ['led pin 1013 set low'],
    ['ping pin 1500 ms'],
    ['ssn=12, session=123456789'],
    ['pin: 13'],
    ['spin 4711, pinned 4711, login: 4711'],
    ['Erlang/OTP 26 [erts-14.2]'],
    ['otp: expired'],
    ['http 8080, pin 10.2.4'],
    ['tax_id=missing'],
  ])('stays where it is something else: %s', (text) => {
    expect(redactor.text(text)).toBe(text);
  });

  it.each([
    ...['password', 'passwd', 'passphrase', 'pwd', 'secret', 'api_key', 'secret_key', 'secret_key_base', 'access_key'],
    ...['private_key', 'encryption_key', 'signing_key', 'client_secret'],
    ...['token', 'account_key', 'auth', 'authorization', 'authorisation', 'credential', 'credentials', 'signature'],
    ...['sig', 'session_id', 'sessid', 'connect.sid', 'cookie', 'set-cookie', 'session_cookie', 'auth_cookie'],
  ])('is found in text after %s, however it is written', (name) => {
    for (const written of [name, name.toUpperCase(), `"${name}"`]) {
      expect(redactor.text(`${written}=${SESSION}`)).not.toContain(SESSION);
      expect(redactor.text(`${written}: "${SESSION}"`)).not.toContain(SESSION);
    }
  });

  it.each([
    ...['otp', 'totp', 'pin', 'cvv', 'ssn', 'taxId', 'tax_id', 'userOtp', 'userPin', 'cardCvv', 'userSsn', 'userTaxId'],
    ...['OTP', 'PIN', 'CVV', 'SSN', 'TAX_ID', 'user_ssn', 'user.pin'],
  ])('is found in text as digits after %s', (name) => {
    for (const written of [`${name}=12345678`, `${name}: 12345678`, `{"${name}":"12345678"}`, `{"${name}":12345678}`]) {
      expect(redactor.text(written)).not.toContain('12345678');
    }
  });

  it('counts for fields too', () => {
    const fields = {
      ...{ sessionId: SESSION, session_cookie: 'sid=s%3Aabcdef0123456789.XYZ', pin: '4711', otp: '839201' },
      ...{ taxId: '12 345 678 901', ssn: '078-05-1120', spin: '4711', opinion: '4711', boardPin: '13' },
    };
    expect(JSON.parse(bare(JSON.stringify(redactor.value(fields))))).toEqual({
      ...{ sessionId: '[secret]', session_cookie: '[cookie]', pin: '[secret]', otp: '[secret]' },
      ...{ taxId: '[secret]', ssn: '[secret]', spin: '4711', opinion: '4711', boardPin: '13' },
    });
  });
});

describe('addresses that are the same on every machine', () => {
  it.each([
    ['listen EADDRINUSE: address already in use :::3000'],
    ['listen EADDRINUSE: address already in use 0.0.0.0:3000'],
    ['listening on [::]:3000'],
    ['listening on [::1]:3000'],
    ['connect ECONNREFUSED ::1:5432'],
    ['connect ECONNREFUSED 127.0.0.1:5432'],
    ['bound to ::, port 80'],
  ])('stay, with their port: %s', (text) => {
    expect(redactor.text(text)).toBe(text);
  });

  it.each([
    ['connect ECONNREFUSED 2001:db8::1:5432', 'connect ECONNREFUSED [ip]'],
    ['from ::1234:5678', 'from [ip]'],
    ['from ::ffff:10.0.0.1', 'from [ip]'],
    ['address already in use fe80::1:3000', 'address already in use [ip]'],
  ])('are not these: %s', (text, expected) => {
    expect(bare(redactor.text(text))).toBe(expected);
  });
});
