import { describe, expect, it } from 'vitest';
import { createBadge } from './badge.ts';

describe('the badge', () => {
  it('shows a number, is clean without one, and is left alone while nothing changes', () => {
    const done: (number | 'clean')[] = [];
    const badge = createBadge({
      setAppBadge: async (count) => void done.push(count ?? 0),
      clearAppBadge: async () => void done.push('clean'),
    });
    for (const count of [0, 2, 2, 3, 0, 0]) badge(count);
    expect(done).toEqual(['clean', 2, 3, 'clean']);
  });

  it('hurts nobody where the browser has none, or refuses', async () => {
    createBadge({})(1);
    const refuse = async (): Promise<void> => {
      throw new DOMException('no', 'NotAllowedError');
    };
    const badge = createBadge({ setAppBadge: refuse, clearAppBadge: refuse });
    badge(1);
    badge(0);
    await Promise.resolve();
  });
});
