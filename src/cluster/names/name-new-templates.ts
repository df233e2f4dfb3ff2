import type { Fingerprint } from '../../model/cluster.ts';
import { depthOf } from '../exception.ts';
import { compareTokens, keyOf } from '../token-key.ts';
import { thrownIn } from './example-trace.ts';
import { fingerprintOf } from './fingerprint.ts';
import { identityOf, identityOfTokens, type SeenSkeleton } from './identity.ts';
import type { KnownTemplate, TemplateExample } from './known-templates.ts';
import { findMoved } from './moved-trace.ts';

/** The template of a skeleton, and the fingerprint it goes by. */
export interface NamedTemplate {
  readonly fingerprint: Fingerprint;
  readonly tokens: readonly string[];
  /**
   * Another template of this log has the same identity and goes by its fingerprint; this one's is a makeshift. It is
   * not remembered: in a run that shows it alone it is the one.
   */
  readonly isVariant: boolean;
}

/** A template that no known one is or covers. */
export interface NewTemplate {
  readonly tokens: readonly string[];
  readonly skeletons: readonly SeenSkeleton[];
}

/** The new templates that share an identity: traces of one problem with other callers or wrappings, as a rule. */
interface Family {
  readonly identity: readonly string[];
  /** The one that explains best first. */
  readonly templates: readonly NewTemplate[];
}

/**
 * Names templates by their identity. One that an earlier run knew by other words keeps the fingerprint that was given
 * then; of several, the one that explains best goes by it. `held` = fingerprints that this log's templates go by
 * already. In no particular order.
 */
export function nameNewTemplates(
  arrived: readonly NewTemplate[],
  known: readonly KnownTemplate[],
  held: ReadonlySet<Fingerprint>,
  version: string,
): NamedTemplate[] {
  if (arrived.length === 0) return [];
  const families = familiesOf(arrived);
  const earlier = nameFamilies(families, known, held);
  const taken = new Set(held);
  const named: NamedTemplate[] = [];
  // Those who were here before come first: theirs may be the fingerprint that another's identity would give.
  const order = families.map((family, index) => ({ family, earlier: earlier[index] ?? null }));
  for (const { family, earlier: given } of [
    ...order.filter((one) => one.earlier !== null),
    ...order.filter((one) => one.earlier === null),
  ]) {
    const fingerprint = given ?? fingerprintOf(family.identity, version);
    for (const { tokens } of family.templates) {
      const isVariant = taken.has(fingerprint);
      // No template holds an empty token, so this is no other template's identity.
      named.push({ tokens, isVariant, fingerprint: isVariant ? fingerprintOf(['', ...tokens], version) : fingerprint });
      taken.add(fingerprint);
    }
  }
  return named;
}

function familiesOf(arrived: readonly NewTemplate[]): Family[] {
  const identified = arrived.map((template) => ({ template, identity: identityOf(template.skeletons) }));
  return [...Map.groupBy(identified, ({ identity }) => keyOf(identity)).values()]
    .map((members) => ({
      identity: members[0]?.identity ?? [],
      templates: inOrder(members.map(({ template }) => template)),
    }))
    .sort((a, b) => compareTokens(a.identity, b.identity));
}

/** What earlier runs called each family, or null. */
function nameFamilies(
  families: readonly Family[],
  known: readonly KnownTemplate[],
  held: ReadonlySet<Fingerprint>,
): (Fingerprint | null)[] {
  const identified = known.map((template) => ({
    fingerprint: template.fingerprint,
    identity: identityOfTokens(template.tokens),
    tokens: template.tokens,
    example: template.example ?? null,
  }));
  const byIdentity = new Map<string, (typeof identified)[number]>();
  for (const template of identified) {
    const key = keyOf(template.identity);
    const first = byIdentity.get(key);
    if (first === undefined || compareVariants(measure(template), measure(first)) < 0) byIdentity.set(key, template);
  }
  const same = families.map(({ identity }) => byIdentity.get(keyOf(identity)) ?? null);
  const present = new Set([...held, ...same.flatMap((template) => template?.fingerprint ?? [])]);
  const strangers = families.flatMap(({ identity, templates: [best] }, index) =>
    same[index] !== null || best === undefined ? [] : [{ index, identity, ...exemplary(best) }],
  );
  const moved = findMoved(
    strangers,
    identified.filter(({ fingerprint }) => !present.has(fingerprint)),
  );
  const names = same.map((template) => template?.fingerprint ?? null);
  for (const [at, { index }] of strangers.entries()) names[index] = moved.get(at)?.fingerprint ?? null;
  return names;
}

/** The one that explains best first. */
function inOrder(templates: readonly NewTemplate[]): NewTemplate[] {
  if (templates.length === 1) return [...templates];
  return templates
    .map((template) => ({ template, measured: measure({ ...exemplary(template), tokens: template.tokens }) }))
    .sort((a, b) => compareVariants(a.measured, b.measured))
    .map(({ template }) => template);
}

function exemplary({ skeletons }: NewTemplate): Pick<SeenSkeleton, 'tokens' | 'example'> {
  return skeletons.reduce((a, b) => (compareTokens(b.tokens, a.tokens) < 0 ? b : a));
}

/** A template with what it is measured by, when several have one identity. */
interface Variant {
  readonly tokens: readonly string[];
  readonly depth: ReturnType<typeof depthOf>;
}

function measure({ tokens, example }: { tokens: readonly string[]; example: TemplateExample | null }): Variant {
  return { tokens, depth: depthOf(thrownIn(example)) };
}

/** As the root of a cluster is found (root.ts), so that the cluster goes by the fingerprint of the identity. */
function compareVariants(a: Variant, b: Variant): number {
  return (
    a.depth.thrown - b.depth.thrown ||
    a.depth.own - b.depth.own ||
    a.tokens.length - b.tokens.length ||
    compareTokens(a.tokens, b.tokens)
  );
}
