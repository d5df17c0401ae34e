import { describe, expect, it } from 'vitest';
import { PapertabError } from '../errors.ts';
import { explainEnding, type SessionEnding } from './ending.ts';

const USUAL = 'wss://example.org/api/v1/connection';

function closed(change: Partial<Extract<SessionEnding, { how: 'closed' }>>): SessionEnding {
  return { how: 'closed', clean: true, openFor: 60_000, justSaid: [], lastText: '{}', ...change };
}

function explain(ending: SessionEnding, server = USUAL, closedAtOnce = 1): string {
  return explainEnding(ending, { server, closedAtOnce }).code;
}

describe('explainEnding', () => {
  it('has distinct words for all that script can tell apart', () => {
    expect(explain({ how: 'never-opened' })).toBe('server-unreachable');
    expect(explain({ how: 'refused-by-browser', cause: new DOMException('x', 'SecurityError') })).toBe(
      'server-mixed-content',
    );
    expect(explain({ how: 'refused-by-browser', cause: new DOMException('x', 'SyntaxError') })).toBe('server-address');
    expect(explain({ how: 'given-up', error: new PapertabError('server-silent') })).toBe('server-silent');
    expect(explain(closed({}))).toBe('server-closed');
    expect(explain(closed({ clean: false }))).toBe('server-lost');
  });

  it('takes a close right after messages as an answer to one of them', () => {
    const report = explainEnding(closed({ justSaid: ['did_print', 'heartbeat'] }), { server: USUAL, closedAtOnce: 0 });
    expect(report).toEqual({ code: 'server-rejected', detail: 'after did_print, heartbeat' });
  });

  it('takes a close at once as a wrong path only where the path is unusual', () => {
    expect(explain(closed({ openFor: 30 }), 'wss://example.org/api/v2')).toBe('server-wrong-path');
    expect(explain(closed({ openFor: 30, justSaid: ['power_on'] }))).toBe('server-rejected');
  });

  it('says that the server keeps hanging up when it closes at once again and again', () => {
    expect(explain(closed({ openFor: 30 }), USUAL, 2)).not.toBe('runs-elsewhere');
    expect(explain(closed({ openFor: 30 }), USUAL, 3)).toBe('runs-elsewhere');
    expect(explain(closed({ openFor: 30, clean: false }), USUAL, 3)).toBe('runs-elsewhere');
  });
});
