import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { StoreError } from '../model/errors.ts';
import type { Store } from '../store/open.ts';
import { keepMark } from '../store/shared-mark.ts';

/**
 * Keeps workers apart that would make other placeholders of the same secret, and so other problems of the same message.
 * The first worker's key is that of the fleet.
 *
 * @throws StoreError where this machine's key is another
 */
export async function requireFleetKey(store: Store, redactionKey: Buffer, stateDir: string): Promise<void> {
  const own = createHmac('sha256', redactionKey).update('workers of a fleet').digest('hex').slice(0, 16);
  if ((await keepMark(store, 'redaction.key', own)) === own) return;
  const path = join(stateDir, 'redaction.key');
  throw new StoreError(
    `${path} is not the redaction.key that this fleet began with. ` +
      'Copy redaction.key from the state folder of a worker that runs to this place, and start again. ' +
      'If that key is lost: stop all workers, give all the same one, and in the database: ' +
      "delete from fleet_marks where name = 'redaction.key'",
  );
}
