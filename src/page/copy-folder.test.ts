import { describe, expect, it } from 'vitest';
import { allowFolder, chooseFolder, isFolderSupported } from './copy-folder.ts';

const FOLDER = { kind: 'directory', name: 'prints' } as FileSystemDirectoryHandle;

function refusing(name: string): { showDirectoryPicker(): Promise<FileSystemDirectoryHandle> } {
  return { showDirectoryPicker: () => Promise.reject(new DOMException('no', name)) };
}

describe('the folder for copies', () => {
  it('is picked by the user, with the right to write into it', async () => {
    const asked: unknown[] = [];
    const picker = {
      showDirectoryPicker: async (how: unknown) => {
        asked.push(how);
        return FOLDER;
      },
    };
    expect(isFolderSupported(picker)).toBe(true);
    expect(await chooseFolder(picker)).toBe(FOLDER);
    expect(asked).toEqual([{ mode: 'readwrite', id: expect.any(String) }]);
  });

  it('is not there in every browser', async () => {
    expect(isFolderSupported({})).toBe(false);
    await expect(chooseFolder({})).rejects.toMatchObject({ code: 'copies-denied' });
  });

  it('is not picked when the user closes the window, or the browser forbids it', async () => {
    await expect(chooseFolder(refusing('AbortError'))).rejects.toMatchObject({ code: 'chooser-cancelled' });
    await expect(chooseFolder(refusing('SecurityError'))).rejects.toMatchObject({ code: 'copies-denied' });
    await expect(chooseFolder(refusing('TypeError'))).rejects.toMatchObject({ code: 'copies-failed' });
  });

  it('is asked for once more', async () => {
    const asking = (answer: PermissionState) => ({ ...FOLDER, requestPermission: async () => answer });
    await allowFolder(asking('granted'));
    await allowFolder(FOLDER);
    await expect(allowFolder(asking('denied'))).rejects.toMatchObject({ code: 'copies-denied' });
    await expect(allowFolder(asking('prompt'))).rejects.toMatchObject({ code: 'copies-denied' });
  });
});
