import { describe, expect, it } from 'vitest';
import { filesBelow, type Import, readOutside, readProjectFile } from './support/source-files.ts';

/** The parts of the house. A file directly in `src` is a part of its own, named without its ending. */
type Part = string;

function partOf(path: string): Part {
  const below = path.replace(/^src\//, '');
  const slash = below.indexOf('/');
  return slash === -1 ? below.replace(/\.tsx?$/, '') : below.slice(0, slash);
}

/** Which parts may be imported with their values. What is absent may import nothing but itself. */
const MAY_IMPORT: Record<Part, readonly Part[]> = {
  main: ['app', 'page', 'engine', 'errors'],
  'service-worker': [],
  app: ['page', 'engine', 'pictures', 'printers', 'sirius', 'imaging', 'errors', 'clock', 'without-secrets'],
  page: ['engine', 'pictures', 'printers', 'sirius', 'imaging', 'errors', 'clock'],
  engine: [
    ...['bridge', 'jobs', 'printers', 'sirius', 'imaging'],
    ...['error-transfer', 'worker-life', 'errors', 'clock', 'without-secrets'],
  ],
  pictures: ['sirius', 'imaging', 'error-transfer', 'worker-life', 'errors', 'clock'],
  bridge: ['sirius', 'imaging', 'errors', 'clock'],
  jobs: ['sirius', 'imaging', 'errors', 'clock'],
  printers: ['sirius', 'imaging', 'errors', 'clock'],
  'local-sirius': ['sirius', 'imaging', 'errors'],
  sirius: ['imaging', 'errors'],
  imaging: ['errors'],
  'error-transfer': ['errors'],
  'worker-life': [],
  'without-secrets': [],
  clock: [],
  errors: [],
};

/** Types alone may also be taken from these. */
const MAY_IMPORT_TYPES: Record<Part, readonly Part[]> = {
  app: ['bridge', 'jobs'],
  page: ['bridge', 'jobs'],
};

/** The faces that the engine and the pictures worker show to the page: all else in them is theirs alone. */
const FACES = [
  'src/engine/client.ts',
  'src/engine/largest-backup.ts',
  'src/engine/server-address.ts',
  'src/engine/whose-button.ts',
  'src/pictures/client.ts',
];

/**
 * What of the printers the page may take: what is known of them, and the transports that only a page can hold. The app
 * takes what is known alone.
 */
const OF_PRINTERS: Record<string, RegExp> = {
  app: /^src\/printers\/(catalog|settings)\.ts$/,
  page: /^src\/printers\/(catalog|settings|gatt-profiles|transports\/.+)\.ts$/,
};

/** Parts that stay pure: no browser, no Node, no network, no clock of their own. */
const PURE = ['src/sirius/', 'src/imaging/', 'src/printers/languages/'];

const NOT_PURE = [
  ...['document', 'window', 'self', 'navigator', 'location', 'history', 'screen', 'localStorage', 'sessionStorage'],
  ...[
    'indexedDB',
    'IDBKeyRange',
    'caches',
    'BroadcastChannel',
    'MessageChannel',
    'Worker',
    'SharedWorker',
    'postMessage',
  ],
  ...['WebSocket', 'EventSource', 'XMLHttpRequest', 'fetch', 'Request', 'FileReader', 'Notification'],
  ...['OffscreenCanvas', 'HTMLCanvasElement', 'Image', 'ImageData', 'createImageBitmap', 'requestAnimationFrame'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'process', 'require', 'global', 'Buffer', '__dirname'],
];

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

/** Says what is wrong with an import, if anything is. */
function departure(path: string, { target, typeOnly, specifier }: Import): string | undefined {
  const from = partOf(path);
  if (target === undefined) {
    return from === 'local-sirius' || !specifier.startsWith('node:')
      ? undefined
      : `${path} imports ${specifier}: only local-sirius runs in Node`;
  }
  if (!target.startsWith('src/')) {
    return from === 'local-sirius' && target.endsWith('package.json')
      ? undefined
      : `${path} imports ${target}, outside src`;
  }
  const to = partOf(target);
  if (to === from) return undefined;
  const may = [...(MAY_IMPORT[from] ?? []), ...(typeOnly ? (MAY_IMPORT_TYPES[from] ?? []) : [])];
  if (!may.includes(to)) return `${path} imports ${target}: ${from} must not know ${to}`;
  const ofThePage = from === 'app' || from === 'page' || from === 'main';
  if (ofThePage && (to === 'engine' || to === 'pictures') && !typeOnly && !FACES.includes(target)) {
    return `${path} imports ${target}: the page takes only types and clients from ${to}`;
  }
  if (to === 'printers' && !typeOnly && OF_PRINTERS[from]?.test(target) === false) {
    return `${path} imports ${target}: ${from} knows of printers only what is in their catalogue`;
  }
  return undefined;
}

const sources = filesBelow('src').filter((path) => /\.tsx?$/.test(path) && !isTest(path));

describe('the import arrows', () => {
  it.each(sources)('%s follows them', (path) => {
    const { imports } = readOutside(path, readProjectFile(path));
    expect(imports.map((found) => departure(path, found)).filter((said) => said !== undefined)).toEqual([]);
  });

  it('lets nothing but vite.config.ts know local-sirius', () => {
    const knowing = [...filesBelow('src'), 'vite.config.ts']
      .filter((path) => /\.tsx?$/.test(path) && partOf(path) !== 'local-sirius')
      .filter((path) =>
        readOutside(path, readProjectFile(path)).imports.some(({ target }) => target?.startsWith('src/local-sirius/')),
      );
    expect(knowing.filter((path) => path !== 'vite.config.ts')).toEqual([]);
  });

  it.each(sources.filter((path) => PURE.some((folder) => path.startsWith(folder))))('%s is pure', (path) => {
    const { globals } = readOutside(path, readProjectFile(path));
    expect(NOT_PURE.filter((name) => globals.has(name))).toEqual([]);
  });

  it('has every file in a part that it knows', () => {
    const unknown = sources.filter((path) => !(partOf(path) in MAY_IMPORT) && !path.endsWith('.d.ts'));
    expect(unknown).toEqual([]);
  });
});

describe('the test of the arrows itself', () => {
  const said = (path: string, source: string) =>
    readOutside(path, source).imports.map((found) => departure(path, found));

  it('catches an arrow that points up, sideways or at the wrong face', () => {
    expect(said('src/sirius/a.ts', "import { x } from '../bridge/status.ts';")).toEqual([
      expect.stringContaining('must not know'),
    ]);
    expect(said('src/jobs/a.ts', "import type { X } from '../bridge/status.ts';")).toEqual([
      expect.stringContaining('must not know'),
    ]);
    expect(said('src/app/a.ts', "export { x } from '../engine/worker.ts';")).toEqual([
      expect.stringContaining('types and clients'),
    ]);
    expect(said('src/page/a.ts', "void import('../jobs/store.ts');")).toEqual([
      expect.stringContaining('must not know'),
    ]);
    expect(said('src/app/a.tsx', "new Worker(new URL('../engine/worker.ts', import.meta.url));")).toEqual([
      expect.stringContaining('types and clients'),
    ]);
    expect(said('src/engine/a.ts', "import { readFileSync } from 'node:fs';")).toEqual([
      expect.stringContaining('Node'),
    ]);
    expect(said('src/app/a.ts', "import { serve } from '../local-sirius/plugin.ts';")).toEqual([
      expect.stringContaining('must not know'),
    ]);
  });

  it('lets types and faces pass', () => {
    expect(said('src/app/a.ts', "import type { Job } from '../jobs/job.ts';")).toEqual([undefined]);
    expect(said('src/app/a.ts', "import { type Job, type X } from '../jobs/job.ts';")).toEqual([undefined]);
    expect(said('src/app/a.ts', "import { startEngine } from '../engine/client.ts';")).toEqual([undefined]);
    expect(said('src/bridge/a.ts', "import { PapertabError } from '../errors.ts';")).toEqual([undefined]);
  });

  it('tells a global from a name of the same spelling', () => {
    const { globals } = readOutside(
      'src/imaging/a.ts',
      `// document in a comment
       interface Thing { window: number; fetch(): void }
       export function f(thing: Thing, { window }: Thing, screen = 3) { const self = thing.fetch; return [window, self, screen, { history: 1 }]; }
       export const g = () => navigator.onLine || globalThis.document;`,
    );
    expect([...globals].sort()).toEqual(['document', 'globalThis', 'navigator']);
  });
});
