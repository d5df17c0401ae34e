import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';

/** Inputs that once showed a fault, or might: each is fed to its target for ever. From the project's root. */
export const FIXTURES = join('test', 'fixtures', 'fuzz');

/** How an input lies in its file. */
type Stored =
  | { readonly text: string }
  | { readonly hex: string }
  | { readonly cloned: string; readonly shown: string };

export interface Fixture {
  readonly target: string;
  readonly name: string;
  readonly input: unknown;
}

/** Stores an input; returns its file. */
export function saveFixture(target: string, input: unknown, why: string): string {
  const stored = store(input);
  const folder = join(FIXTURES, target);
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(JSON.stringify(stored)).digest('hex').slice(0, 12);
  const file = join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify({ why, ...stored }, undefined, 2)}\n`);
  return file;
}

export function readFixtures(): Fixture[] {
  return readdirSync(FIXTURES).flatMap((target) =>
    readdirSync(join(FIXTURES, target)).map((name) => ({
      target,
      name: name.replace(/\.json$/, ''),
      input: restore(JSON.parse(readFileSync(join(FIXTURES, target, name), 'utf8')) as Stored),
    })),
  );
}

function store(input: unknown): Stored {
  // Half of a surrogate pair has no place in a file, and comes back from JSON's escapes.
  if (typeof input === 'string') return { text: input };
  if (input instanceof Uint8Array) return { hex: Buffer.from(input).toString('hex') };
  return { cloned: serialize(input).toString('base64'), shown: inspect(input, { depth: 6, maxStringLength: 200 }) };
}

function restore(stored: Stored): unknown {
  if ('text' in stored) return stored.text;
  if ('hex' in stored) return Uint8Array.from(Buffer.from(stored.hex, 'hex'));
  return deserialize(Buffer.from(stored.cloned, 'base64'));
}
