import type { Config } from '../config/schema.ts';
import { listServices } from '../config/services.ts';
import { CollectJob, SWEEP, TIDY } from './jobs.ts';
import type { Queue } from './queue.ts';

/**
 * Makes the schedules what the config says: one for each service that has one, and none beside.
 *
 * @param note told of each that changes: of workers whose configs differ, the one that started last has its way
 */
export async function keepSchedules(
  { boss }: Pick<Queue, 'boss'>,
  config: Config,
  note: (text: string) => void,
): Promise<void> {
  const { timeZone, mode } = config.fleet;
  const services = listServices(config).flatMap(({ name, schedule }) =>
    schedule === null ? [] : [{ name, schedule }],
  );
  await boss.schedule(TIDY, '17 * * * *', null, { tz: 'UTC' });
  await boss.schedule(SWEEP, '*/5 * * * *', null, { tz: 'UTC' });
  const kept = new Set(services.map(({ name }) => keyOf(name)));
  const before = new Map((await boss.getSchedules('collect')).map((one) => [one.key, one]));
  for (const [key, { cron, data }] of before) {
    if (kept.has(key)) continue;
    await boss.unschedule('collect', key);
    const service = CollectJob.safeParse(data).data?.service ?? key;
    note(`The schedule of ${service} (${cron}) is removed: the config of this worker has none for it.`);
  }
  for (const { name, schedule } of services) {
    const job = CollectJob.parse({ service: name, mode });
    const known = before.get(keyOf(name));
    const was = known && `${known.cron} ${known.timezone}, ${CollectJob.safeParse(known.data).data?.mode}`;
    const is = `${schedule} ${timeZone}, ${mode}`;
    if (was !== is) note(`The schedule of ${name} is ${is} now${was === undefined ? '' : `; it was ${was}`}.`);
    await boss.schedule('collect', schedule, job, { tz: timeZone, key: keyOf(name), singletonKey: name });
  }
}

/** pg-boss takes letters, digits, _, -, . and / in a key. */
function keyOf(service: string): string {
  return service.replace(/[^\w./-]/g, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
}
