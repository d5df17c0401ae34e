import { describe, expect, it } from 'vitest';
import { pageTitle } from './page-title.ts';
import { machineLight, printerChip, serverChip } from './status.ts';
import { someJob, someState, withPrinter } from './testing/fake-engine.ts';

const server = 'wss://sirius.example/api/v1/connection';
const trouble = { code: 'server-unreachable' } as const;

describe('the server chip', () => {
  it.each([
    ['while the engine starts', someState({ phase: 'starting' }), 'off', 'Starting'],
    ['in a second tab', someState({ phase: 'elsewhere' }), 'off', 'Other tab'],
    ['before it is asked to connect', someState({ bridge: { phase: 'off' } }), 'off', 'Off'],
    ['on the first attempt', someState({ bridge: { phase: 'connecting', server, attempt: 1 } }), 'busy', 'Connecting'],
    [
      'on an attempt after a failure',
      someState({ bridge: { phase: 'connecting', server, attempt: 2, trouble } }),
      'lost',
      'Not connected',
    ],
    [
      'between two attempts',
      someState({ bridge: { phase: 'waiting', server, attempt: 2, retryAt: 0, trouble } }),
      'lost',
      'Not connected',
    ],
    ['when claimed', someState(), 'ready', 'Connected'],
    ['when nobody has claimed it', withPrinter(someState(), { claim: 'unclaimed' }), 'needs-you', 'Not claimed'],
    ['with another key', withPrinter(someState(), { claim: 'key-mismatch' }), 'needs-you', 'Check key'],
    ['before the claim is known', withPrinter(someState(), { claim: 'unknown' }), 'ready', 'Connected'],
  ] as const)('%s', (_, state, tone, word) => {
    expect(serverChip(state)).toEqual({ tone, word });
  });
});

const printing = someState({ paperPrinters: [{ ...someState().paperPrinters[0]!, state: 'printing' }] });
const stopped = someState({ paperPrinters: [{ ...someState().paperPrinters[0]!, state: 'needs-you' }] });
const held = [someJob({ state: 'held' })];

describe('the printer chip', () => {
  it('tells how far a print is', () => {
    expect(printerChip(printing, [], 46)).toEqual({ tone: 'busy', word: 'Printing 46%' });
    expect(printerChip(printing, [], undefined)).toEqual({ tone: 'busy', word: 'Printing' });
  });

  it('tells what waits for somebody', () => {
    expect(printerChip(stopped, [], 10)).toEqual({ tone: 'needs-you', word: 'Needs you' });
    expect(printerChip(someState(), held, undefined)).toEqual({ tone: 'needs-you', word: '1 waiting' });
  });

  it('is ready otherwise', () => {
    expect(printerChip(someState(), [], undefined)).toEqual({ tone: 'ready', word: 'Ready' });
  });
});

describe('the light of the machine', () => {
  it('shows what needs somebody before what goes on', () => {
    expect(machineLight(stopped, held)).toBe('needs-you');
    expect(machineLight(printing, held)).toBe('busy');
    expect(machineLight(someState(), held)).toBe('held');
    expect(machineLight(someState(), [])).toBe('ready');
    expect(machineLight(withPrinter(someState(), { claim: 'unclaimed' }), [])).toBe('ready');
    expect(machineLight(someState({ bridge: { phase: 'waiting', server, attempt: 1, retryAt: 0, trouble } }), [])).toBe(
      'lost',
    );
    expect(machineLight(someState({ phase: 'starting' }), held)).toBe('starting');
  });
});

describe('the title of the tab', () => {
  it('tells those who look at another one what goes on', () => {
    expect(pageTitle(printing, [])).toBe('Printing · Papertab');
    expect(pageTitle(stopped, [])).toBe('Needs you · Papertab');
    expect(pageTitle(someState(), held)).toBe('1 waiting · Papertab');
    expect(pageTitle(someState({ bridge: { phase: 'waiting', server, attempt: 1, retryAt: 0, trouble } }), [])).toBe(
      'Not connected · Papertab',
    );
    expect(pageTitle(someState(), [])).toBe('Papertab');
  });
});
