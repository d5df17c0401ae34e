import type { Page } from 'playwright-core';
import type { LittlePrinterRecord } from '../../src/engine/records.ts';
import { completeIdentity } from '../../src/sirius/identity.ts';

type Store = 'meta' | 'little-printers' | 'paper-printers' | 'pictures' | 'log';

/** Runs in the page: all values of a store by their keys, after the one that is put there, if any. */
function openStore({ store, put }: { store: Store; put?: { key: string; value: unknown } | undefined }) {
  return new Promise<[string, unknown][]>((resolve, reject) => {
    const opening = indexedDB.open('papertab');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(store, put === undefined ? 'readonly' : 'readwrite');
      const objects = transaction.objectStore(store);
      if (put !== undefined) objects.put(put.value, put.key);
      const [keys, values] = [objects.getAllKeys(), objects.getAll()];
      transaction.onabort = () => reject(transaction.error);
      transaction.oncomplete = () => {
        database.close();
        resolve(keys.result.map((key, i) => [String(key), values.result[i]]));
      };
    };
  });
}

/** All that a store of the page's database holds, by its keys. What is no JSON, such as bytes, does not come across. */
export async function readKept<Value>(page: Page, store: Store): Promise<Map<string, Value>> {
  return new Map((await page.evaluate(openStore, { store })) as [string, Value][]);
}

/** Puts a value into the page's database behind the back of whatever runs there. */
export async function writeKept(page: Page, store: Store, key: string, value: unknown): Promise<void> {
  await page.evaluate(openStore, { store, put: { key, value } });
}

/** The Little Printers that the page's database holds, retired ones as well, with all their secrets, by device address. */
export async function readLittlePrinters(page: Page): Promise<Map<string, LittlePrinterRecord>> {
  const stored = await readKept<LittlePrinterRecord>(page, 'little-printers');
  const whole = [...stored].map(async ([address, record]): Promise<[string, LittlePrinterRecord]> => {
    return [address, { ...record, ...(await completeIdentity(address, record.secret)) }];
  });
  return new Map(await Promise.all(whole));
}
