import { describe, expect, it } from 'vitest';
import { copyText } from './clipboard.ts';
import { watchInstall } from './install.ts';
import { createMemory } from './memory.ts';
import { isPersisted, persist } from './persistence.ts';
import { saveFile } from './save-file.ts';

describe('the clipboard', () => {
  it('takes a text', async () => {
    const written: string[] = [];
    await copyText('vt4y', { writeText: async (text) => void written.push(text) });
    expect(written).toEqual(['vt4y']);
  });

  it('says so where it is not allowed or not there', async () => {
    const refuse = async (): Promise<void> => {
      throw new DOMException('no', 'NotAllowedError');
    };
    await expect(copyText('x', { writeText: refuse })).rejects.toMatchObject({ code: 'unexpected' });
    await expect(copyText('x', undefined)).rejects.toMatchObject({ code: 'unexpected' });
  });
});

describe('the memory', () => {
  it('remembers beyond the page', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    createMemory(() => storage).set('welcomed', 'yes');
    expect(createMemory(() => storage).get('welcomed')).toBe('yes');
    expect(createMemory(() => storage).get('else')).toBeUndefined();
  });

  it('remembers for as long as the page lives where storage is forbidden', () => {
    const memory = createMemory(() => {
      throw new DOMException('no', 'SecurityError');
    });
    memory.set('welcomed', 'yes');
    expect(memory.get('welcomed')).toBe('yes');
    expect(memory.get('else')).toBeUndefined();
  });
});

describe('persistent storage', () => {
  it('is what the browser says', async () => {
    expect(await isPersisted({ persisted: async () => true })).toBe(true);
    expect(await persist({ persist: async () => false })).toBe(false);
  });

  it('is unknown and not granted where the browser has no such thing', async () => {
    expect(await isPersisted(undefined)).toBeUndefined();
    expect(await persist(undefined)).toBe(false);
    const broken = async (): Promise<boolean> => {
      throw new TypeError('opaque origin');
    };
    expect(await isPersisted({ persisted: broken })).toBeUndefined();
    expect(await persist({ persist: broken })).toBe(false);
  });
});

it('hands a file to the user, and takes the blob away only later', () => {
  const link = { href: '', download: '', clicks: 0, click: () => link.clicks++ };
  const revoked: string[] = [];
  const tasks: (() => void)[] = [];
  saveFile('a.printer', new Blob(['x']), {
    document: { createElement: () => link } as unknown as Document,
    url: { createObjectURL: () => 'blob:1', revokeObjectURL: (url) => revoked.push(url) },
    later: (task) => tasks.push(task),
  });
  expect(link).toMatchObject({ href: 'blob:1', download: 'a.printer', clicks: 1 });
  expect(revoked).toEqual([]);
  for (const task of tasks) task();
  expect(revoked).toEqual(['blob:1']);
});

describe('the install prompt', () => {
  const offer = () => {
    let prompts = 0;
    const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
      prompt: async () => prompts++,
    });
    return { event, prompts: () => prompts };
  };

  it('is kept back until the user asks, and shown once', () => {
    const window = new EventTarget();
    const offers: ((() => void) | undefined)[] = [];
    watchInstall(window as Window, (install) => offers.push(install));
    const { event, prompts } = offer();
    window.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(prompts()).toBe(0);
    offers[0]?.();
    expect(prompts()).toBe(1);
    expect(offers.at(-1)).toBeUndefined();
  });

  it('is gone once the page is installed', () => {
    const window = new EventTarget();
    const offers: ((() => void) | undefined)[] = [];
    watchInstall(window as Window, (install) => offers.push(install));
    window.dispatchEvent(offer().event);
    window.dispatchEvent(new Event('appinstalled'));
    expect(offers.map((install) => install !== undefined)).toEqual([true, false]);
  });
});
