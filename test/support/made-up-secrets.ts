/** Tokens as their providers write them, put together from parts so that none is mistaken for a real one. */
const b64 = (text: string) => Buffer.from(text).toString('base64url');
export const jwt = `${b64('{"alg":"HS256","typ":"JWT"}')}.${b64('{"sub":"1234567890"}')}.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U`;
export const github = `ghp_${'abcdefghijklmnopqrstuvwxyz0123456789'}`;
export const slack = `xoxb-${'123456789012-1234567890123-abcDEFghiJKLmnoPQRstuVWX'}`;
export const anthropic = `sk-ant-${'api03-abcDEF123_ghiJKL456-mnoPQR789'}`;
export const openai = `sk-${'proj-abcDEF123ghiJKL456mnoPQR789'}`;
export const googleKey = `AIza${'SyA1234567890abcdefghijklmnopqrstuv'}`;
export const googleOauth = `ya29.${'a0AfH6SMBx-1234567890_abcdefghij'}`;
export const aws = `AKIA${'IOSFODNN7EXAMPLE'}`;
export const awsSecret = `wJalrXUtnFEMI/${'K7MDENG/bPxRfiCYzzzzzzzzzz'}`;
export const azure = `AccountKey=${'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tqZZ'}==`;
export const hex32 = '0123456789abcdef'.repeat(2);
export const telegram = `123456789:AA${'HdqTcvCH1vGWJxfSeofSAs0K5PALDsawx'}`;
export const discord = `${b64('198622483471925248')}.Cl2FMQ.${'ZnCjm1XVW7vRze4b7Cq4se7kKWs'}`;
export const sendGrid = `SG.${'abcdefghijklmnopqrstuv'}.${'wxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabc'}`;
export const slackHook = `hooks.slack.com/services/${'T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'}`;
export const pem = `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIEpAIBAAKCAQEA7bq/x+1==\nabc\n-----END RSA PRIVATE KEY-----`;
