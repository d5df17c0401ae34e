import type { Span, TextSeed } from './texts.ts';

/** What may stand in the place of any value of JSON. */
const OTHER_VALUES: readonly string[] = [
  ...['null', 'true', 'false', '0', '-0', '1', '-1', '1.5', '255', '256', '65535', '65536', '4294967295', '4294967296'],
  ...['9007199254740992', '-9007199254740993', '1e21', '1e308', '1e999', '-1e999', '1E-400', '00', '0x10', 'NaN'],
  ...['""', '" "', '"\\u0000"', '"\\ud800"', '"__proto__"', '"constructor"', '"toString"', '"0"', '"AAAA"', '"===="'],
  ...['[]', '{}', '[[]]', '[null]', '{"__proto__":null}', '{"":""}', '{"length":4294967295}', '{"toString":1}'],
  ...['"000d6f000273ce0b"', '"000D6F000273CE0B"', '"BridgeCommand"', '"DeviceCommand"', '"add_device_encryption_key"'],
  `"${'0'.repeat(16)}"`,
  `"${'f'.repeat(64)}"`,
  `"${'f'.repeat(65)}"`,
  `"${'A'.repeat(24)}"`,
  `"${'A'.repeat(5_000)}"`,
  `"${'\\n'.repeat(70)}"`,
  `${'['.repeat(3_000)}${']'.repeat(3_000)}`,
  `${'{"a":'.repeat(1_000)}0${'}'.repeat(1_000)}`,
];

const OTHER_NAMES: readonly string[] = [
  '"__proto__"',
  '"constructor"',
  '"type"',
  '"TYPE"',
  '""',
  '"a b"',
  '"\\u0074ype"',
];

/** A valid text of JSON without white space, and where its names, values and members are. */
export function jsonSeed(value: unknown): TextSeed {
  const text = JSON.stringify(value);
  const spans: Span[] = [];
  scan(text, 0, spans);
  return { text, spans: spans.sort((a, b) => a.start - b.start) };
}

/** Goes over the value that begins at `start`; returns where it ends. */
function scan(text: string, start: number, spans: Span[]): number {
  const first = text[start];
  let end = start;
  if (first === '{' || first === '[') {
    const close = first === '{' ? '}' : ']';
    end++;
    while (text[end] !== close) {
      const member = end;
      if (first === '{') {
        const name = endOfString(text, end);
        spans.push({ start: end, end: name, others: OTHER_NAMES });
        end = name + 1;
      }
      end = scan(text, end, spans);
      if (text[end] === ',') end++;
      // Taken out or there twice, with the comma behind it.
      const whole = text.slice(member, end);
      if (whole.endsWith(',')) spans.push({ start: member, end, others: ['', whole + whole] });
    }
    end++;
  } else if (first === '"') end = endOfString(text, start);
  else while (end < text.length && !',]}'.includes(text[end]!)) end++;
  spans.push({ start, end, others: OTHER_VALUES });
  return end;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
