import { expect, it } from 'vitest';
import { addDraft } from '../../src/store/drafts.ts';
import { transact } from '../../src/store/open.ts';
import { storeVersion } from '../../src/store/version.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

it('is another one after every write, of this process or another', async () => {
  const folder = temporaryFolder();
  const [store, other] = [await temporaryStore(folder), await temporaryStore(folder)];
  const before = await storeVersion(store);
  await addDraft(store, newIssueDraft());
  const own = await storeVersion(store);
  await addDraft(other, newIssueDraft({ n: 2 }));
  const theirs = await storeVersion(store);
  expect(new Set([before, own, theirs]).size).toBe(3);
});

it('is another one when a change that was under way before can be seen', async () => {
  const folder = temporaryFolder();
  const [store, other] = [await temporaryStore(folder), await temporaryStore(folder)];
  const during = await transact(other, async (inside) => {
    await addDraft(inside, newIssueDraft());
    return storeVersion(store);
  });
  expect(await storeVersion(store)).not.toBe(during);
});
