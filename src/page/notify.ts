/** Whether notifications may be shown: `ask` where the browser has not been asked yet. */
export type NoticePermission = 'granted' | 'denied' | 'ask' | 'unsupported';

/** One notification at a time: a later one takes the place of the one before. */
export interface Notices {
  permission(): NoticePermission;
  /** Asks the browser whether they may be shown. From a click. */
  ask(): Promise<NoticePermission>;
  /** Shows it where that is allowed; a sound or the like comes with it only when it is news. */
  show(notice: { readonly title: string; readonly body: string; readonly isNews: boolean }): Promise<void>;
  /** Takes it away. */
  close(): Promise<void>;
}

interface NoticeWorld {
  /** The page's `Notification`, where there is one. */
  readonly api: { readonly permission: NotificationPermission; requestPermission(): Promise<NotificationPermission> };
  /** The service worker's registration: Chrome on Android shows no notifications but through it. */
  readonly registration: () => Promise<
    Pick<ServiceWorkerRegistration, 'showNotification' | 'getNotifications'> | undefined
  >;
  /** Address of the picture beside the words. */
  readonly icon: string;
}

/** What makes a later notification take the place of the one before. */
const TAG = 'papertab-held';

/** Notifications as this browser has them. `world` is undefined where it has none. */
export function createNotices(world: NoticeWorld | undefined): Notices {
  const permission = (): NoticePermission => {
    if (!world) return 'unsupported';
    return world.api.permission === 'default' ? 'ask' : world.api.permission;
  };
  return {
    permission,
    ask: async () => {
      if (permission() === 'ask') await world?.api.requestPermission();
      return permission();
    },
    show: async ({ title, body, isNews }) => {
      if (!world || permission() !== 'granted') return;
      const options: NotificationOptions & { readonly renotify: boolean } = {
        body,
        tag: TAG,
        icon: world.icon,
        renotify: isNews,
        silent: !isNews,
      };
      await (await world.registration())?.showNotification(title, options);
    },
    close: async () => {
      const shown = await (await world?.registration())?.getNotifications({ tag: TAG });
      for (const notification of shown ?? []) notification.close();
    },
  };
}
