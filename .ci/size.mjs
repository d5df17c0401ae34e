// Measures what the build makes a visitor load, compressed as hosts do, and fails above the bounds.
// Usage: node .ci/size.mjs (after a build).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'vite';

const KB = 1024;
const DIST = join(dirname(fileURLToPath(import.meta.url)), '../dist');

if (!existsSync(join(DIST, 'index.html'))) {
  console.error('There is no build to measure: run npm run build first.');
  process.exit(1);
}

/** Compressed size of files of the build, each by itself, in bytes. */
function compressed(files) {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0);
}

/** A script with everything that it imports statically, as paths in the build. */
function withImports(entry, found = new Set()) {
  if (found.has(entry)) return found;
  found.add(entry);
  const { module } = parseSync(entry, readFileSync(join(DIST, entry), 'utf8'));
  for (const { moduleRequest } of module.staticImports) {
    withImports(join(dirname(entry), moduleRequest.value), found);
  }
  return found;
}

const html = readFileSync(join(DIST, 'index.html'), 'utf8');
const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
const tags = [...html.matchAll(/<(?:script|link)\b[^>]*>/g)].map(([tag]) => tag);
const scripts = new Set();
const styles = new Set();
for (const tag of tags) {
  const script = tag.startsWith('<script') ? attribute(tag, 'src') : undefined;
  const rel = attribute(tag, 'rel');
  const href = attribute(tag, 'href');
  if (script !== undefined) for (const file of withImports(join(script))) scripts.add(file);
  if (rel === 'modulepreload') for (const file of withImports(join(href))) scripts.add(file);
  if (rel === 'stylesheet') styles.add(join(href));
}

// The engine is the worker that the page's own scripts name by its file.
const named = [...scripts].map((file) => readFileSync(join(DIST, file), 'utf8')).join('\n');
const engines = readdirSync(join(DIST, 'assets'))
  .filter((file) => /^engine-[\w-]+\.js$/.test(file) && named.includes(file))
  .map((file) => relative(DIST, join(DIST, 'assets', file)));
// What the engine loads once it knows that it is the one of this browser.
const runners = readdirSync(join(DIST, 'assets')).filter((file) => /^start-papertab-[\w-]+\.js$/.test(file));
if (scripts.size === 0 || engines.length !== 1 || runners.length !== 1) {
  const found = [...engines, ...runners].join(', ') || 'none';
  console.error(`Cannot tell what to measure: ${scripts.size} scripts, engines: ${found}.`);
  process.exit(1);
}

const worker = withImports(engines[0]);
const engine = withImports(join('assets', runners[0]), new Set(worker));
// What only some printers need comes when such a printer is connected.
const early = [...engine].filter((file) => /\/(paperang|escpos|serial|pipe|fit)-/.test(file));
if (early.length > 0) {
  console.error(`Loaded before a printer asks for it: ${early.join(', ')}.`);
  process.exit(1);
}
// Everything else is loaded when somebody asks for it; what is largest decides how long that takes.
const later = readdirSync(join(DIST, 'assets'))
  .map((file) => join('assets', file))
  .filter((file) => file.endsWith('.js') && !scripts.has(file) && !engine.has(file))
  .map((file) => ({ file, bytes: compressed([file]) }))
  .sort((a, b) => b.bytes - a.bytes);

const script = compressed(scripts);
const measures = [
  { what: 'script before first paint', bytes: script, bound: 35 * KB },
  { what: 'with HTML and CSS', bytes: script + compressed(styles) + compressed(['index.html']), bound: 60 * KB },
  { what: 'engine of any tab', bytes: compressed(worker), bound: 25 * KB },
  { what: 'engine that runs', bytes: compressed(engine), bound: 36 * KB },
  { what: 'largest later script', bytes: later[0]?.bytes ?? 0, bound: 15 * KB },
];

for (const { what, bytes, bound } of measures) {
  const kilobytes = (bytes / KB).toFixed(1).padStart(5);
  const verdict = bytes <= bound ? 'ok' : 'TOO LARGE';
  console.log(`${what.padEnd(26)} ${kilobytes} KB of ${bound / KB} KB (${bytes} bytes, gzip): ${verdict}`);
}
process.exitCode = measures.every(({ bytes, bound }) => bytes <= bound) ? 0 : 1;
