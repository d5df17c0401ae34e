import { describe, expect, it } from 'vitest';
import type { BridgeStatus } from '../bridge/status.ts';
import type { ErrorCode } from '../errors.ts';
import { showOnPress } from './button.ts';

const connected: BridgeStatus = { phase: 'connected', server: 'wss://example.org', since: 0 };

function waiting(code: ErrorCode): BridgeStatus {
  return { phase: 'waiting', server: 'wss://example.org', attempt: 1, retryAt: 0, trouble: { code } };
}

function press(bridge: BridgeStatus, world: { isOnline?: boolean; random?: number } = {}, quips = 0) {
  return showOnPress(bridge, { isOnline: true, random: 0, ...world }, { hasPersonality: quips > 0, quips });
}

describe('a press of the button while nothing is held', () => {
  it('says so while connected, or brings one of the quips', () => {
    expect(press(connected, { random: 0.99 })).toBe('nothing-to-print');
    expect([0, 0.24, 0.25, 0.99].map((random) => press(connected, { random }, 3))).toEqual([
      'nothing-to-print',
      'nothing-to-print',
      'quip',
      'quip',
    ]);
  });

  it('tells a server that cannot be reached from one that takes no bridge', () => {
    expect(press(waiting('server-unreachable'))).toBe('cannot-see-internet');
    expect(press(waiting('server-lost'))).toBe('cannot-see-internet');
    expect(press(waiting('server-not-sirius'))).toBe('cannot-see-bridge');
    expect(press(waiting('runs-elsewhere'))).toBe('cannot-see-bridge');
    expect(press(waiting('runs-elsewhere'), { isOnline: false })).toBe('cannot-see-internet');
    expect(press({ phase: 'connecting', server: 'wss://example.org', attempt: 1 })).toBe('cannot-see-bridge');
  });
});
