import type { Bridge } from '../bridge/bridge.ts';
import type { EngineApi, Settings } from './api.ts';
import type { Keeping } from './keeping.ts';
import type { News } from './news.ts';
import type { PapertabWorld } from './papertab-world.ts';
import { effectiveSettings, type Records, readSettings, type StoredSettings } from './records.ts';
import type { InTurn } from './turns.ts';

/** What settings need of the engine. */
interface SettingsDeskWorld extends Pick<News, 'stateChanged'> {
  readonly realm: Pick<PapertabWorld, 'defaultServer'>;
  readonly records: Records;
  readonly inTurn: InTurn;
  readonly bridge: Pick<Bridge, 'connect'>;
  readonly keeping: Pick<Keeping, 'lookAtLimits'>;
}

/** What the user has set. */
export class SettingsDesk implements Pick<EngineApi, 'configure'> {
  readonly #world: SettingsDeskWorld;
  #stored: StoredSettings;

  constructor(world: SettingsDeskWorld, stored: StoredSettings) {
    this.#world = world;
    this.#stored = stored;
  }

  /** As they hold now. */
  get now(): Settings {
    return effectiveSettings(this.#stored, this.#world.realm.defaultServer);
  }

  configure(change: Partial<Settings>): Promise<void> {
    const { records, inTurn, bridge, keeping, stateChanged } = this.#world;
    return inTurn(async () => {
      const before = this.now.server;
      const stored = readSettings({ ...this.#stored, ...change });
      await records.saveSettings(stored);
      this.#stored = stored;
      const { server } = this.now;
      if (server !== before) bridge.connect(server);
      keeping.lookAtLimits();
      stateChanged();
    });
  }
}
