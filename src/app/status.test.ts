import { describe, expect, it } from 'vitest';
import { pageTitle } from './page-title.ts';
import { machineLight, printerChip, serverChip } from './status.ts';
import {
  onTwoPapers,
  someJob,
  somePaper,
  somePaperang,
  someState,
  withPaperang,
  withPrinter,
} from './testing/fake-engine.ts';

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

  it.each([
    ['away', { state: 'away', needs: { code: 'printer-away' } }, 'lost', 'Away'],
    ['tried again', { state: 'connecting', needs: { code: 'printer-away' } }, 'lost', 'Away'],
    ['away until a tap', { state: 'away', needs: { code: 'printer-tap' } }, 'needs-you', 'Needs you'],
    ['connected after a tap', { state: 'connecting', needs: { code: 'printer-tap' } }, 'busy', 'Connecting'],
    ['connected for the first time', { state: 'connecting' }, 'busy', 'Connecting'],
    ['out of paper', { state: 'needs-you', needs: { code: 'printer-paper-out' } }, 'needs-you', 'Needs you'],
  ] as const)('tells that a printer is %s, whatever is held', (_, change, tone, word) => {
    expect(printerChip(withPaperang(change), held, undefined)).toEqual({ tone, word });
  });

  it('is about the paper that messages come out on', () => {
    const state = withPaperang({ state: 'away' });
    expect(printerChip(withPrinter(state, { paperPrinter: 'screen' }), [], undefined).word).toBe('Ready');
  });

  it('is ready otherwise', () => {
    expect(printerChip(someState(), [], undefined)).toEqual({ tone: 'ready', word: 'Ready' });
  });
});

describe('a printer that takes breath between two prints', () => {
  it('is as good as printing', () => {
    const jobs = [someJob({ id: 2, state: 'waiting' }), ...held];
    expect(printerChip(someState(), jobs, undefined)).toEqual({ tone: 'busy', word: 'Printing' });
    expect(machineLight(someState(), jobs)).toBe('busy');
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
    expect(machineLight(withPaperang({ state: 'away' }), held)).toBe('away');
    expect(machineLight(withPaperang({ state: 'away', needs: { code: 'printer-which' } }), [])).toBe('needs-you');
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
    expect(pageTitle(someState({ phase: 'elsewhere' }), [])).toBe('Papertab');
    expect(pageTitle(someState({ phase: 'failed', failure: { code: 'engine-failing' } }), [])).toBe(
      'Needs you · Papertab',
    );
    expect(pageTitle(withPaperang({ state: 'away' }), [])).toBe('Printer away · Papertab');
    expect(pageTitle(withPaperang({ state: 'away', needs: { code: 'printer-tap' } }), [])).toBe('Needs you · Papertab');
  });
});

describe('the chips of several Little Printers', () => {
  const several = (claim: 'claimed' | 'unclaimed' | 'key-mismatch') => onTwoPapers({ claim });

  it('tell of the claim that somebody has to see to', () => {
    expect(serverChip(several('claimed'))).toEqual({ tone: 'ready', word: 'Connected' });
    expect(serverChip(several('unclaimed'))).toEqual({ tone: 'needs-you', word: '1 not claimed' });
    expect(serverChip(several('key-mismatch'))).toEqual({ tone: 'needs-you', word: 'Check key' });
  });

  it('tell of a paper printer that needs somebody, also when another one is shown', () => {
    const open = somePaperang({ state: 'needs-you', needs: { code: 'printer-cover-open' } });
    const state = { ...several('claimed'), paperPrinters: [open, somePaper()] };
    expect(printerChip(state, [], undefined)).toEqual({ tone: 'needs-you', word: 'Needs you' });
    expect(machineLight(state, [])).toBe('ready');
    expect(machineLight(state, [], state.littlePrinters[1])).toBe('needs-you');
  });
});
