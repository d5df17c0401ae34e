import { describe, expect, it } from 'vitest';
import { noteTitle, originalOf, senderOf, stateOf, titleOf } from './job-words.ts';
import { someJob } from './testing/fake-engine.ts';

describe('what a job is called', () => {
  it('says what it is', () => {
    expect(titleOf(someJob())).toBe('A message');
    expect(titleOf(someJob({ origin: { kind: 'local', source: 'greeting' } }))).toBe('Hello from your printer');
    expect(titleOf(someJob({ origin: { kind: 'local', source: 'note' } }))).toBe('Your note');
    expect(titleOf(someJob({ origin: { kind: 'local', source: 'note', title: 'Milk' } }))).toBe('Milk');
    expect(titleOf(someJob({ origin: { kind: 'local', source: 'picture' } }))).toBe('Your picture');
    expect(titleOf(someJob({ origin: { kind: 'local', source: 'picture', title: 'Cat' } }))).toBe('Cat');
    expect(titleOf(someJob({ origin: { kind: 'local', source: 'test' } }))).toBe('Test page');
  });

  it('names what a reprint repeats, where that is known', () => {
    const original = someJob({ id: 4, origin: { kind: 'local', source: 'note', title: 'Milk' } });
    const reprint = someJob({ id: 9, origin: { kind: 'local', source: 'reprint', of: 4 } });
    const inverted = someJob({ id: 9, origin: { kind: 'local', source: 'inverted-reprint', of: 4 } });
    expect(titleOf(reprint, originalOf(reprint, [original]))).toBe('Milk, printed again');
    expect(titleOf(inverted, originalOf(inverted, [original]))).toBe('Milk, printed inverted');
    expect(titleOf(reprint, originalOf(reprint, []))).toBe('Printed again');
  });

  it('says whom it is from and how it stands', () => {
    expect(senderOf(someJob())).toBe('from the server');
    expect(stateOf(someJob({ state: 'held' }))).toBe('Waiting for you to print it');
  });
});

it('takes the first line of a note as its title, and no more than fits', () => {
  expect(noteTitle('\n  Milk \nEggs')).toBe('Milk');
  expect(noteTitle('  \n ')).toBeUndefined();
  const long = noteTitle('🧀'.repeat(60));
  expect([...(long ?? '')]).toHaveLength(40);
  expect(long?.endsWith('🧀…')).toBe(true);
});
