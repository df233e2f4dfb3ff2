import type { Random } from './random.ts';

const NAMES = `anna ben chen dimitri elena farid grace hugo ines jonas keiko liam maria noah olga priya quentin rosa
  sven tomas uma victor wanda xavier yusuf zara`.split(/\s+/);
const UNICODE_NAMES = ['Zoë', 'Łukasz', 'François', 'Jürgen', '東京', 'Søren', 'Ana Peña', 'Дмитрий', '김민준', 'İpek'];
const HOSTS = ['db', 'redis', 'orders', 'payments', 'search', 'mail', 'auth', 'pubsub'];
const FOLDERS = ['uploads', 'exports', 'invoices', 'reports', 'avatars', 'imports'];
/** Response codes of ISO 8583, and what processes exit with. */
const BANK_CODES = ['05', '14', '51', '54', '61', '91'];
const EXIT_CODES = [1, 1, 1, 1, 2, 137, 139, 143];
const ENDINGS = ['pdf', 'csv', 'png', 'json', 'parquet'];

type Slot = (random: Random) => string;

/** What a template's `{name}` stands for. */
const SLOTS: Record<string, Slot> = {
  int: (random) => String(random.int(random.int(4) === 0 ? 1_000_000 : 1_000)),
  small: (random) => String(1 + random.int(9)),
  ms: (random) => String(1 + Math.floor(4_000 * random.fraction() ** 4)),
  sec: (random) => (random.fraction() * 60).toFixed(2),
  pct: (random) => `${random.int(101)}%`,
  bytes: (random) => String(random.int(8_000_000)),
  kb: (random) => `${(random.fraction() * 900).toFixed(1)} KB`,
  money: (random) => `${random.int(900)}.${String(random.int(100)).padStart(2, '0')}`,
  uuid: (random) =>
    `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(8)}${random.hex(4)}`,
  hex: (random) => random.hex(12),
  hash: (random) => random.hex(40),
  order: (random) => `ORD-${100_000 + random.int(900_000)}`,
  user: (random) => `user_${random.int(20_000)}`,
  name: (random) =>
    random.int(4) === 0
      ? (UNICODE_NAMES[random.int(UNICODE_NAMES.length)] ?? '')
      : (NAMES[random.int(NAMES.length)] ?? ''),
  email: (random) => `${NAMES[random.int(NAMES.length)]}${random.int(900)}@example.com`,
  ip: (random) => `10.${random.int(256)}.${random.int(256)}.${random.int(256)}`,
  host: (random) => `${HOSTS[random.int(HOSTS.length)]}-${random.int(8)}.internal:${random.int(2) === 0 ? 5432 : 6379}`,
  path: (random) =>
    `/srv/${FOLDERS[random.int(FOLDERS.length)]}/2026/${random.hex(8)}.${ENDINGS[random.int(ENDINGS.length)]}`,
  url: (random) => `https://api.example.com/v1/${FOLDERS[random.int(FOLDERS.length)]}/${random.int(100_000)}`,
  date: (random) => `2026-01-${String(1 + random.int(28)).padStart(2, '0')}`,
  time: (random) => `${10 + random.int(14)}:${10 + random.int(50)}:${10 + random.int(50)}`,
  bank: (random) => BANK_CODES[random.int(BANK_CODES.length)] ?? '',
  exit: (random) => String(EXIT_CODES[random.int(EXIT_CODES.length)]),
  version: (random) => `${1 + random.int(3)}.${random.int(20)}.${random.int(40)}`,
};

/** Draws one text of a template such as `order {order} paid in {ms} ms`. */
export type Render = (random: Random) => string;

/** @throws RangeError where a template names a slot that there is none of */
export function compileTemplate(template: string): Render {
  const parts = template.split(/\{(\w+)\}/);
  const slots = parts
    .filter((_, index) => index % 2 === 1)
    .map((name) => {
      const slot = Object.hasOwn(SLOTS, name) ? SLOTS[name] : undefined;
      if (slot === undefined) throw new RangeError(`No slot {${name}} in "${template}".`);
      return slot;
    });
  const [first = '', ...rest] = parts.filter((_, index) => index % 2 === 0);
  return (random) => {
    let text = first;
    for (let index = 0; index < slots.length; index += 1) text += `${slots[index]?.(random)}${rest[index]}`;
    return text;
  };
}
