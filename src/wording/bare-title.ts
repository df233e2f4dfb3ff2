/** What each field but the name may be filled with. */
const FIELDS: Readonly<Record<string, string>> = {
  category: '[a-z-]+',
  priority: 'P[0-3]',
  service: '[^\\n]*?',
};

/**
 * The name in a title, without what the configured template puts before it; the whole title where it was not made by
 * this template.
 */
export function bareTitle(title: string, template: string): string {
  const [before = ''] = template.split('{name}', 1);
  const prefix = before
    .trimStart()
    .split(/\{(category|priority|service)\}/)
    .map((part) => FIELDS[part] ?? part.replace(/[^\w\s]/g, '\\$&').replace(/\s+/g, '\\s+'))
    .join('');
  const name = title.replace(new RegExp(`^${prefix}`), '');
  return name === '' ? title : name;
}
