import { describe, expect, it } from 'vitest';
import { idleState } from './idle-state.ts';
import { isSignOfLife, readFromGuest, readFromOwner, VERSION } from './view-messages.ts';

const said = (message: object) => ({ papertab: VERSION, ...message });
const ask = { type: 'ask', guest: 'g', to: 'o', number: 1, at: 5, name: 'print', args: [] };
const job = {
  id: 1,
  state: 'waiting',
  paperPrinter: 'screen',
  origin: { kind: 'local', source: 'note' },
  width: 384,
  height: 10,
  createdAt: 1,
};

describe('what other tabs say', () => {
  it.each([
    { type: 'join', guest: 'g' },
    ask,
    { type: 'notice', to: 'o', at: 5, name: 'reconnect', args: [] },
    { type: 'let-go' },
    { type: 'let-go', to: 'o' },
  ])('is understood by the printer: %j', (message) => {
    expect(readFromGuest(said(message))).toMatchObject(message);
  });

  it.each([
    ['another release', { ...said(ask), papertab: VERSION + 1 }],
    ['no release', ask],
    ['nothing', null],
    ['a text', 'ask'],
    ['no kind', said({ guest: 'g' })],
    ['a call that is none', said({ ...ask, name: 'constructor' })],
    ['a connection', said({ ...ask, name: 'attach' })],
    ['a notice for its own page', said({ type: 'notice', to: 'o', at: 5, name: 'tell', args: ['hidden'] })],
    ['a request as a notice', said({ type: 'notice', to: 'o', at: 5, name: 'print', args: [] })],
    ['a number below nothing', said({ ...ask, number: -1 })],
    ['no time', said({ ...ask, at: Number.NaN })],
    ['arguments that are none', said({ ...ask, args: 'all' })],
    ['nobody', said({ ...ask, to: '' })],
    ['somebody with a name without end', said({ ...ask, guest: 'g'.repeat(1_000) })],
  ])('is not, when it is %s', (_, message) => {
    expect(readFromGuest(message)).toBeUndefined();
  });

  it.each([
    { type: 'beat', owner: 'o' },
    { type: 'gone', owner: 'o' },
    { type: 'done', owner: 'o', guest: 'g', number: 1, value: undefined },
    { type: 'refused', owner: 'o', guest: 'g', number: 1, error: { code: 'job-state', detail: 'x' } },
    { type: 'told', owner: 'o', event: { type: 'state', state: idleState({ phase: 'running' }) } },
    { type: 'told', owner: 'o', event: { type: 'job', job } },
    { type: 'told', owner: 'o', event: { type: 'job-removed', id: 3 } },
    { type: 'told', owner: 'o', event: { type: 'progress', id: 3, rows: 9, at: 1 } },
    { type: 'told', owner: 'o', event: { type: 'trouble', error: { code: 'storage-full' } } },
  ])('is understood by those that look on: %j', (message) => {
    expect(readFromOwner(said(message))).toMatchObject(message);
  });

  const told = (event: unknown) => said({ type: 'told', owner: 'o', event });
  it.each([
    ['another release', { ...said({ type: 'beat', owner: 'o' }), papertab: '1' }],
    ['nobody', said({ type: 'beat' })],
    ['a question', said(ask)],
    ['for a page alone', told({ type: 'reach', paperPrinter: 'p' })],
    ['no event', told(undefined)],
    ['a state without a phase', told({ type: 'state', state: { ...idleState({ phase: 'running' }), phase: 'lost' } })],
    ['half a state', told({ type: 'state', state: { phase: 'running' } })],
    [
      'a state of odd parts',
      told({ type: 'state', state: { ...idleState({ phase: 'running' }), paperPrinters: [null] } }),
    ],
    ['half a job', told({ type: 'job', job: { ...job, origin: undefined } })],
    ['progress of nothing', told({ type: 'progress', id: 1 })],
    ['trouble without a code', told({ type: 'trouble', error: {} })],
    ['a refusal without an error', said({ type: 'refused', owner: 'o', guest: 'g', number: 1 })],
  ])('is not, when it is %s', (_, message) => {
    expect(readFromOwner(message)).toBeUndefined();
  });

  it('is a sign of life in every release, when it is the printer that speaks', () => {
    expect(isSignOfLife(said({ type: 'beat', owner: 'o' }))).toBe(true);
    expect(isSignOfLife({ papertab: 99, type: 'song', owner: 'o' })).toBe(true);
    expect(isSignOfLife(said({ type: 'gone', owner: 'o' }))).toBe(false);
    expect(isSignOfLife(said(ask))).toBe(false);
    expect(isSignOfLife('beat')).toBe(false);
  });
});
