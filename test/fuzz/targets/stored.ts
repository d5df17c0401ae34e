import { deflateRawSync } from 'node:zlib';
import type { Bitmap } from '../../../src/imaging/bitmap.ts';
import type { Job } from '../../../src/jobs/job.ts';
import { readJob } from '../../../src/jobs/stored-job.ts';
import { packPicture, unpackPicture } from '../../../src/jobs/stored-picture.ts';
import { CATALOG } from '../../../src/printers/catalog.ts';
import { checkSettings, type PrinterSettings } from '../../../src/printers/settings.ts';
import { type ByteSeed, mutateBytes } from '../bytes.ts';
import { must, target } from '../target.ts';
import { mutateValue, valueSeed } from '../values.ts';
import { picture } from './pictures.ts';

const JOB = {
  paperPrinter: 'screen',
  origin: { kind: 'delivery', littlePrinter: '000d6f000273ce0b', printId: 7, face: true },
  state: 'printed',
  createdAt: 1_437_148_416_240,
  changedAt: 1_437_148_416_241,
  width: 384,
  height: 480,
  faceRows: 144,
  bytes: 4_203,
  blackShare: 0.12,
  interruptions: 1,
  begun: false,
  report: 'sent',
};

const JOB_SEEDS = [
  JOB,
  { ...JOB, origin: { kind: 'local', source: 'reprint', of: 4, title: 'A note' }, report: 'none' },
  {
    ...JOB,
    origin: { kind: 'button', littlePrinter: '000d6f000273ce0b', printId: 0, shows: 'quip' },
    state: 'needs-you',
    error: { code: 'printer-paper-out', detail: 'said so' },
  },
  // As the first release stored it.
  { ...JOB, faceRows: undefined, bytes: undefined, begun: undefined, state: 'failed', error: { code: 'job-picture' } },
].map(valueSeed);

const ID = 12;

export const storedJobs = target<unknown, Job>({
  name: 'stored-jobs',
  codes: [],
  generate: (random) => mutateValue(random.pick(JOB_SEEDS), random),
  feed: (stored) => readJob(ID, stored),
  judge: (stored, job) => {
    if (job.error?.detail !== 'damaged record') return 'accepted';
    return typeof stored === 'object' && stored !== null ? 'refused' : 'outside';
  },
  mostBytes: () => 0,
  check(_stored, job) {
    must(job.id === ID, 'its id');
    const { id: _id, ...rest } = job;
    must(JSON.stringify(readJob(ID, rest)) === JSON.stringify(job), 'the same, stored and read again');
    must(['delivery', 'button', 'local'].includes(job.origin.kind), 'an origin');
    for (const count of [job.width, job.height, job.faceRows, job.bytes, job.interruptions]) {
      must(Number.isInteger(count) && count >= 0, 'counts');
    }
    must(Number.isFinite(job.createdAt) && Number.isFinite(job.changedAt), 'times');
    must(job.blackShare >= 0 && job.blackShare <= 1, 'a share');
    must(job.error === undefined || typeof job.error.code === 'string', 'an error with a code');
  },
});

const deflated = (bitmap: Bitmap): ByteSeed => {
  const bytes = new Uint8Array(deflateRawSync(bitmap.data));
  return { bytes, fields: [0, 1, 2].map((at) => ({ at, size: 1 })) };
};

const SMALL = picture(16, 'text');
const PACKED_SEEDS: readonly (ByteSeed & { readonly width: number; readonly height: number })[] = [
  { ...deflated(SMALL), width: 384, height: 16 },
  { ...deflated(picture(3, 'noise', 20)), width: 20, height: 3 },
  { ...deflated(picture(200, 'black')), width: 384, height: 200 },
  // A hundred times what its size allows.
  { ...deflated(picture(1_600, 'white')), width: 384, height: 16 },
];
const PICTURE_SEEDS = PACKED_SEEDS.map(({ bytes, width, height }) =>
  valueSeed({ width, height, encoding: 'deflate-raw', bytes }),
);

export const storedPictures = target<unknown, Bitmap>({
  name: 'stored-pictures',
  codes: ['job-picture'],
  generate(random) {
    if (random.once(3)) return mutateValue(random.pick(PICTURE_SEEDS), random);
    const seed = random.pick(PACKED_SEEDS);
    const { width, height } = seed;
    return { width, height, encoding: 'deflate-raw', bytes: mutateBytes(seed, random) };
  },
  feed: (stored) => unpackPicture(stored),
  isOutside: ({ detail }) => detail === 'no size' || detail === 'no dots',
  mostBytes(stored) {
    const { width, height } = (stored ?? {}) as { width?: unknown; height?: unknown };
    // What claims to be larger than any picture gets nothing.
    const fits = typeof width === 'number' && typeof height === 'number' && width <= 4_096 && height <= 10_000;
    return fits ? Math.max(0, Math.ceil(width / 8) * height) : 0;
  },
  async check(_stored, { width, height, data }) {
    must(width >= 1 && width <= 4_096 && height >= 1 && height <= 10_000, 'a size within its bounds');
    must(data.length === Math.ceil(width / 8) * height, 'as many bytes as dots');
    if (data.length > 4_096 || data[0] !== SMALL.data[0]) return;
    const again = await unpackPicture(await packPicture({ width, height, data }));
    must(Buffer.compare(again.data, data) === 0, 'the same, packed again');
  },
});

const SETTINGS_SEEDS = [
  CATALOG.screen.defaults,
  CATALOG['escpos-80'].defaults,
  { headWidth: 576, cut: 'full', careful: true },
  { density: 100, extraFeed: 800, faceGap: 400, paper: 'label', keepAwake: true },
  { baudRate: 115_200, flowControl: 'hardware' },
].map(valueSeed);

interface Wanted {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly lenient: boolean;
}

export const settings = target<Wanted, Partial<PrinterSettings>>({
  name: 'settings',
  codes: ['printer-setting'],
  generate(random) {
    const changed = mutateValue(random.pick(SETTINGS_SEEDS), random);
    // Whoever calls has made sure that it is an object.
    const isObject = typeof changed === 'object' && changed !== null;
    return { settings: isObject ? (changed as Wanted['settings']) : {}, lenient: random.once(3) };
  },
  feed: ({ settings: wanted, lenient }) => checkSettings(wanted, { lenient }),
  mostBytes: () => 0,
  check({ settings: wanted, lenient }, good) {
    const names = Object.keys(good);
    must(
      names.every((name) => Object.hasOwn(wanted, name) && Object.hasOwn(CATALOG.screen.defaults, name)),
      'only what was wanted and is known',
    );
    must(lenient || names.length === Object.keys(wanted).length, 'all that was wanted');
    must(JSON.stringify(checkSettings(good, { lenient: false })) === JSON.stringify(good), 'the same, checked again');
    const { headWidth, density = 0, extraFeed = 0, faceGap = 0 } = good;
    must(headWidth === undefined || (headWidth % 8 === 0 && headWidth >= 64 && headWidth <= 1_248), 'a head');
    must(density <= 100 && extraFeed <= 800 && faceGap <= 400, 'bounds');
  },
});
