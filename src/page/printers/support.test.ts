import { describe, expect, it } from 'vitest';
import { bench } from './testing/connector-bench.ts';

const LINUX = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36';
const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:151.0) Gecko/20100101 Firefox/151.0';
const NEITHER = { bluetooth: undefined, serial: undefined };

describe('what the browser can do', () => {
  it('is told when it can', async () => {
    expect(await bench().connector.support()).toEqual({ bluetooth: 'ready', serial: 'ready' });
  });

  it('is told when the adapter is off', async () => {
    const { connector, bluetooth } = bench();
    bluetooth.available = false;
    expect(await connector.support()).toEqual({ bluetooth: 'off', serial: 'ready' });
  });

  it('is taken to be there where the browser will not say', async () => {
    const { connector, bluetooth } = bench();
    bluetooth.getAvailability = async () => {
      throw new DOMException('no', 'SecurityError');
    };
    expect(await connector.support()).toEqual({ bluetooth: 'ready', serial: 'ready' });
  });

  it.each([
    ['another browser', { ...NEITHER, userAgent: FIREFOX }, { bluetooth: 'missing', serial: 'missing' }],
    [
      'plain http',
      { ...NEITHER, isSecureContext: false, userAgent: WINDOWS },
      { bluetooth: 'insecure', serial: 'insecure' },
    ],
    [
      'another browser over plain http',
      { ...NEITHER, isSecureContext: false, userAgent: FIREFOX },
      { bluetooth: 'missing', serial: 'missing' },
    ],
    ['Linux', { bluetooth: undefined, userAgent: LINUX }, { bluetooth: 'missing', serial: 'ready', hint: 'linux' }],
    ['Android', { bluetooth: undefined, userAgent: ANDROID }, { bluetooth: 'missing', serial: 'ready' }],
    ['Windows', { bluetooth: undefined, userAgent: WINDOWS }, { bluetooth: 'missing', serial: 'ready' }],
    [
      'Brave',
      { bluetooth: undefined, userAgent: LINUX, isBrave: true },
      { bluetooth: 'missing', serial: 'ready', hint: 'brave' },
    ],
  ] as const)('differs on %s', async (_, world, said) => {
    expect(await bench(world).connector.support()).toEqual(said);
  });
});
