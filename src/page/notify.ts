/** Whether notifications may be shown: `ask` where the browser has not been asked yet. */
export type NoticePermission = 'granted' | 'denied' | 'ask' | 'unsupported';

/** One notification at a time: a later one takes the place of the one before. */
export interface Notices {
  permission(): NoticePermission;
  /** Asks the browser whether they may be shown. From a click. */
  ask(): Promise<NoticePermission>;
  /**
   * Shows it where that is allowed: news with a sound or the like; what is no news takes without one the place of a
   * notification that is still shown, and is not shown by itself.
   */
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
  /** One after the other: what is shown and taken away at the same time could stay. */
  let last: Promise<void> = Promise.resolve();
  const inTurn = (task: () => Promise<void>): Promise<void> => {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    permission,
    ask: async () => {
      if (permission() === 'ask') await world?.api.requestPermission();
      return permission();
    },
    show: ({ title, body, isNews }) =>
      inTurn(async () => {
        if (!world || permission() !== 'granted') return;
        const registration = await world.registration();
        if (!isNews && !(await registration?.getNotifications({ tag: TAG }))?.length) return;
        const options: NotificationOptions & { readonly renotify: boolean } = {
          body,
          tag: TAG,
          icon: world.icon,
          renotify: isNews,
          silent: !isNews,
        };
        await registration?.showNotification(title, options);
      }),
    close: () =>
      inTurn(async () => {
        const shown = await (await world?.registration())?.getNotifications({ tag: TAG });
        for (const notification of shown ?? []) notification.close();
      }),
  };
}
