import { describe, expect, it } from 'vitest';
import { createNotices } from './notify.ts';

interface Shown {
  readonly title: string;
  readonly options: NotificationOptions | undefined;
}

function someWorld(permission: NotificationPermission, answer: NotificationPermission = permission) {
  let shown: Shown[] = [];
  const api = {
    permission,
    asked: 0,
    requestPermission: async () => {
      api.asked++;
      api.permission = answer;
      return answer;
    },
  };
  const registration = {
    showNotification: async (title: string, options?: NotificationOptions) => {
      shown = [...shown.filter((other) => other.options?.tag !== options?.tag), { title, options }];
    },
    getNotifications: async (filter?: GetNotificationOptions) =>
      shown
        .filter(({ options }) => options?.tag === filter?.tag)
        .map((one) => ({
          close: () => {
            shown = shown.filter((other) => other !== one);
          },
        })) as Notification[],
  };
  const notices = createNotices({ api, registration: async () => registration, icon: 'icon.png' });
  return { notices, api, shown: () => shown };
}

const notice = { title: 'A delivery is waiting', body: 'For Kitchen', isNews: true };

describe('notifications', () => {
  it('are asked for once, and shown when that was allowed', async () => {
    const { notices, api, shown } = someWorld('default', 'granted');
    expect(notices.permission()).toBe('ask');
    await notices.show(notice);
    expect(shown()).toEqual([]);
    expect([await notices.ask(), await notices.ask(), api.asked]).toEqual(['granted', 'granted', 1]);
    await notices.show(notice);
    expect(shown()).toMatchObject([{ title: notice.title, options: { body: notice.body, icon: 'icon.png' } }]);
  });

  it('take the place of one another, without a sound where it is no news, and are taken away', async () => {
    const { notices, shown } = someWorld('granted');
    await notices.show(notice);
    await notices.show({ ...notice, title: '2 deliveries are waiting', isNews: false });
    expect(shown()).toMatchObject([{ title: '2 deliveries are waiting', options: { silent: true, renotify: false } }]);
    await notices.close();
    expect(shown()).toEqual([]);
  });

  it('do not come back for what is no news once they were put away', async () => {
    const { notices, shown } = someWorld('granted');
    await notices.show({ ...notice, isNews: false });
    expect(shown()).toEqual([]);
    await notices.show(notice);
    expect(shown()).toHaveLength(1);
  });

  it('are gone after a change that was taken away at once', async () => {
    const { notices, shown } = someWorld('granted');
    await notices.show(notice);
    await Promise.all([notices.show({ ...notice, isNews: false }), notices.close()]);
    expect(shown()).toEqual([]);
  });

  it('are not shown where they are denied or unknown, and asking again is of no use', async () => {
    const { notices, api, shown } = someWorld('denied');
    expect([await notices.ask(), api.asked]).toEqual(['denied', 0]);
    await notices.show(notice);
    expect(shown()).toEqual([]);
    const none = createNotices(undefined);
    expect(await none.ask()).toBe('unsupported');
    await none.show(notice);
    await none.close();
  });
});
