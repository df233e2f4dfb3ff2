import type { Config } from '../config/schema.ts';
import { listServices } from '../config/services.ts';
import { CollectJob, SWEEP, TIDY } from './jobs.ts';
import type { Queue } from './queue.ts';

/** Makes the schedules what the config says: one for each service that has one, and none beside. */
export async function keepSchedules({ boss }: Pick<Queue, 'boss'>, config: Config): Promise<void> {
  const { timeZone, mode } = config.fleet;
  const services = listServices(config).flatMap(({ name, schedule }) =>
    schedule === null ? [] : [{ name, schedule }],
  );
  await boss.schedule(TIDY, '17 * * * *', null, { tz: 'UTC' });
  await boss.schedule(SWEEP, '*/5 * * * *', null, { tz: 'UTC' });
  const kept = new Set(services.map(({ name }) => keyOf(name)));
  for (const { key } of await boss.getSchedules('collect')) {
    if (!kept.has(key)) await boss.unschedule('collect', key);
  }
  for (const { name, schedule } of services) {
    const job = CollectJob.parse({ service: name, mode });
    await boss.schedule('collect', schedule, job, { tz: timeZone, key: keyOf(name), singletonKey: name });
  }
}

/** pg-boss takes letters, digits, _, -, . and / in a key. */
function keyOf(service: string): string {
  return service.replace(/[^\w./-]/g, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
}
