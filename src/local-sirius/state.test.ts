import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Claim, StateStore } from './state.ts';

const CLAIM: Claim = {
  claimCode: 'n5ry-p6x6-kth7-7hc4',
  hardwareXor: 7586148,
  deviceAddress: null,
  linkKey: '3WIhM48TFaHGsQPZPpTF+Q==',
  key: 'abc',
  name: 'Desk',
  owner: 'Ann',
};

let folder: string;
let file: string;
let reports: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-sirius-'));
  file = join(folder, 'state.json');
  reports = [];
});

afterEach(() => rm(folder, { recursive: true }));

const open = () => StateStore.open(file, (sentence) => reports.push(sentence));

it('begins empty and finds again what was saved', async () => {
  const store = await open();
  expect(store.state).toEqual({ addresses: [], claims: [], messages: [] });
  store.state.claims.push(CLAIM);
  await store.save();
  expect((await open()).state.claims).toEqual([CLAIM]);
  expect(reports).toEqual([]);
});

it('has saved the newest state when any of several calls is done, and leaves no other file', async () => {
  const store = await open();
  const saves = Array.from({ length: 20 }, (_, index) => {
    store.state.addresses.push(String(index).padStart(16, '0'));
    return store.save();
  });
  await saves[0];
  expect(JSON.parse(await readFile(file, 'utf8')).addresses).toHaveLength(20);
  await Promise.all(saves);
  expect(await readdir(folder)).toEqual(['state.json']);
});

it('keeps the secrets from other users of the computer', async () => {
  const store = await open();
  await store.save();
  expect((await stat(file)).mode & 0o077).toBe(0);
});

it.each([
  ['no JSON', '{"addresses": ['],
  ['another shape', '{"addresses": [], "claims": [{"key": 1}], "messages": []}'],
  ['no text', ''],
])('puts a file aside that is %s, says so, and begins empty', async (_, text) => {
  await writeFile(file, text);
  const store = await open();
  expect(store.state.claims).toEqual([]);
  expect(reports).toEqual([expect.stringContaining('damaged')]);
  const aside = (await readdir(folder)).find((name) => name !== 'state.json');
  expect(await readFile(join(folder, aside!), 'utf8')).toBe(text);
  await store.save();
  expect((await open()).state.claims).toEqual([]);
});

it('reports what nobody waits for and cannot be written, and goes on', async () => {
  const store = await open();
  await rm(folder, { recursive: true });
  store.saveSoon();
  await expect(store.save()).rejects.toThrow();
  expect(reports).toEqual([expect.stringContaining('could not be written')]);
  folder = await mkdtemp(join(tmpdir(), 'local-sirius-'));
});
