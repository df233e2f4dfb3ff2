/** A token that is known by what it begins with. */
export interface TokenPrefix {
  readonly prefix: string;
  readonly kind: string;
  /** Least length of what follows the prefix. */
  readonly least: number;
  /** Characters beside letters, digits and `_`. */
  readonly more: string;
  readonly test?: RegExp;
}

/** Several prefixes of one form. */
function all(prefixes: readonly string[], form: Omit<TokenPrefix, 'prefix'>): TokenPrefix[] {
  return prefixes.map((prefix) => ({ prefix, ...form }));
}

/**
 * Token formats by their prefix, most telling first. Sources: the providers' own documents and the rules of secretlint
 * (https://github.com/secretlint/secretlint) and gitleaks (https://github.com/gitleaks/gitleaks).
 */
export const PREFIXES: readonly TokenPrefix[] = [
  { prefix: 'AIza', kind: 'google-api-key', least: 30, more: '-' },
  { prefix: 'ya29.', kind: 'google-oauth', least: 20, more: '-.' },
  { prefix: 'GOCSPX-', kind: 'google-oauth', least: 20, more: '-' },
  ...all(['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'], { kind: 'github-token', least: 20, more: '' }),
  { prefix: 'glpat-', kind: 'gitlab-token', least: 16, more: '-' },
  // A digit, since names joined by dashes may begin like this too.
  ...all(['glrt-', 'gldt-', 'glft-', 'glptt-', 'glcbt-', 'glsoat-', 'glagent-'], {
    kind: 'gitlab-token',
    least: 20,
    more: '-',
    test: /^(?=.*\d)(?=.*[A-Z])/,
  }),
  { prefix: 'npm_', kind: 'npm-token', least: 30, more: '' },
  { prefix: 'pypi-', kind: 'secret', least: 50, more: '-', test: /^AgE/ },
  { prefix: 'hf_', kind: 'secret', least: 30, more: '', test: /^[A-Za-z0-9]+$/ },
  { prefix: 'dapi', kind: 'secret', least: 32, more: '-', test: /^[0-9a-f]{32}(?:-\d)?$/ },
  { prefix: 'HRKU-', kind: 'secret', least: 36, more: '-', test: /\d/ },
  { prefix: 'ATATT', kind: 'secret', least: 20, more: '-=', test: /\d/ },
  { prefix: 'SG.', kind: 'secret', least: 60, more: '-.', test: /^[\w-]{20,24}\.[\w-]{39,50}/ },
  // Twilio: a key; an account and its password.
  { prefix: 'SK', kind: 'secret', least: 32, more: '', test: /^[0-9a-f]{32}$/ },
  { prefix: 'AC', kind: 'secret', least: 65, more: ':', test: /^[0-9a-f]{32}:[0-9a-f]{32}$/ },
  ...all(['dop_v1_', 'doo_v1_', 'dor_v1_'], { kind: 'secret', least: 60, more: '' }),
  ...all(['shpat_', 'shpca_', 'shppa_', 'shpss_'], { kind: 'secret', least: 32, more: '' }),
  ...all(['xoxb-', 'xoxa-', 'xoxp-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxo-', 'xapp-'], {
    kind: 'slack-token',
    least: 10,
    more: '-.',
  }),
  { prefix: 'sk-ant-', kind: 'anthropic-key', least: 12, more: '-' },
  // A digit, since words joined by dashes may begin like this too.
  { prefix: 'sk-', kind: 'openai-key', least: 20, more: '-', test: /\d/ },
  ...all(['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_'], {
    kind: 'stripe-key',
    least: 16,
    more: '',
    test: /^[A-Za-z0-9]+$/,
  }),
  ...all(['AKIA', 'ASIA'], { kind: 'aws-key', least: 16, more: '', test: /^[A-Z0-9]{16}$/ }),
  ...ofMoreServices(),
];

/** Each with all that its provider says of the form: the shorter the prefix, the more it takes. */
function ofMoreServices(): TokenPrefix[] {
  const secret = { kind: 'secret', more: '' } as const;
  return [
    { prefix: 'glsa_', ...secret, least: 41, test: /^[A-Za-z0-9]{32}_[0-9a-fA-F]{8}$/ },
    { prefix: 'glc_', ...secret, least: 32, more: '+/=', test: /^eyJ/ },
    { prefix: 'lin_api_', ...secret, least: 40, test: /^[A-Za-z0-9]+$/ },
    { prefix: 'ntn_', ...secret, least: 40, test: /^\d{8}[A-Za-z0-9]+$/ },
    { prefix: 'figd_', ...secret, least: 38, more: '-', test: /^(?=.*\d)(?=.*[A-Z])/ },
    ...all(['pscale_pw_', 'pscale_tkn_', 'pscale_oauth_'], {
      ...secret,
      least: 32,
      more: '-.=',
      test: /^(?=.*\d)(?=.*[A-Z])/,
    }),
    ...all(['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.'], { ...secret, least: 40, more: '-.', test: /[A-Za-z0-9]{40}$/ }),
    ...all(['hvs.', 'hvb.', 'hvr.'], { ...secret, least: 24, more: '-', test: /^(?=.*\d)(?=.*[A-Z])/ }),
    { prefix: 'NRAK-', ...secret, least: 27, test: /^[A-Z0-9]{27}$/ },
    { prefix: 'PMAK-', ...secret, least: 59, more: '-', test: /^[0-9a-f]{24}-[0-9a-f]{34}$/ },
    { prefix: 'sntrys_', ...secret, least: 40, more: '-+/=', test: /^eyJ/ },
    { prefix: 'sntryu_', ...secret, least: 64, test: /^[0-9a-f]{64}$/ },
    { prefix: 'whsec_', ...secret, least: 24, more: '+/=', test: /^(?=.*\d)(?=.*[A-Z])/ },
    { prefix: 'sbp_', ...secret, least: 40, test: /^[0-9a-f]{40}$/ },
    { prefix: 'sb_secret_', ...secret, least: 30, more: '-', test: /^(?=.*\d)(?=.*[A-Z])/ },
    { prefix: 'gsk_', ...secret, least: 50, test: /^[A-Za-z0-9]+$/ },
    { prefix: 'xai-', ...secret, least: 60, test: /^[A-Za-z0-9]+$/ },
    { prefix: 'pplx-', ...secret, least: 40, test: /^[A-Za-z0-9]+$/ },
    { prefix: 'r8_', ...secret, least: 37, test: /^[A-Za-z0-9]+$/ },
    { prefix: 'rubygems_', ...secret, least: 48, test: /^[0-9a-f]{48}$/ },
    { prefix: 'dckr_pat_', ...secret, least: 20, more: '-', test: /^(?=.*\d)(?=.*[A-Z])/ },
    { prefix: 'ATBB', ...secret, least: 24, test: /^(?=.*\d)(?=.*[a-z])[A-Za-z0-9]+$/ },
    { prefix: 'ATCTT', ...secret, least: 40, more: '-=', test: /\d/ },
    { prefix: 'AGE-SECRET-KEY-1', ...secret, least: 58, test: /^[0-9A-Z]{58}$/ },
    ...all(['sqp_', 'squ_', 'sqa_'], { ...secret, least: 40, test: /^[0-9a-f]{40}$/ }),
    { prefix: 'tskey-', ...secret, least: 24, more: '-', test: /^[a-z]+-\w{8,}-\w{16,}$/ },
    { prefix: 'xkeysib-', ...secret, least: 81, more: '-', test: /^[0-9a-f]{64}-[A-Za-z0-9]{16}$/ },
    { prefix: 'dt0c01.', ...secret, least: 89, more: '.', test: /^[A-Z0-9]{24}\.[A-Z0-9]{64}$/ },
    ...all(['pat-na1-', 'pat-eu1-'], {
      ...secret,
      least: 36,
      more: '-',
      test: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    }),
    { prefix: 'key-', ...secret, least: 32, more: '-', test: /^[0-9a-f]{32}$/ },
    { prefix: 'pul-', ...secret, least: 40, more: '-', test: /^[0-9a-f]{40}$/ },
    { prefix: 'CFPAT-', ...secret, least: 43, more: '-', test: /^[\w-]{43}$/ },
    { prefix: 'bkua_', ...secret, least: 40, test: /^[0-9a-f]{40}$/ },
    { prefix: 'CCIPAT_', ...secret, least: 60, test: /_[0-9a-f]{40}$/ },
  ];
}
