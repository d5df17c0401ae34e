import 'fake-indexeddb/auto';
import { type MockInstance, vi } from 'vitest';

/** What fake-indexeddb's transactions do with a request. */
interface Executing {
  _execRequestAsync(request: { readonly source: IDBObjectStore; readonly operation: () => unknown }): IDBRequest;
}

/**
 * Lets reading some values fail as it does in Chromium once the files are gone that it keeps large values in: the request
 * fails, and with it its transaction, every time. Writing and deleting still succeed.
 *
 * @param lost the key of the value by its store
 * @param name of the error: that of Chromium 132 and later, where nothing else is said
 */
export function loseFiles(
  lost: Readonly<Record<string, IDBValidKey>>,
  name = 'NotReadableError',
): MockInstance<IDBObjectStore['get']> {
  const get = IDBObjectStore.prototype.get;
  return vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, wanted) {
    if (lost[this.name] !== wanted) return get.call(this, wanted);
    const operation = (): never => {
      throw new DOMException('Data lost due to missing file.', name);
    };
    return (this.transaction as unknown as Executing)._execRequestAsync({ source: this, operation });
  });
}
