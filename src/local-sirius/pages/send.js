import { byId, element, everySecond, onlineLabel, request, stateLabel } from './common.js';

const key = location.pathname.split('/').at(-1);
const form = byId('write');
const kinds = [...document.querySelectorAll('[name=kind]')];
const from = byId('from');
const OFFLINE =
  'It is offline, so the message is lost: the server keeps nothing. Open the printer’s page and send it again.';

/** What the bridge may answer, and what it means. */
const PROBLEMS = {
  1: 'it does not know this printer',
  2: 'its network failed',
  48: 'it is busy',
  128: 'the picture is too large',
  129: 'it takes no such thing',
  130: 'it could not store it',
  145: 'it could not store it',
  146: 'its storage is full',
  255: 'it could not deal with it',
};

const STATES = {
  sent: () => ['waiting', 'On its way'],
  acknowledged: ({ printedAt }) => ['good', printedAt === null ? 'The printer has it' : 'Printed'],
  problem: ({ returnCode }) => ['bad', `Problem printing: ${returnCode}${meaning(returnCode)}`],
  'timed-out': () => ['bad', 'Timed out: no answer for a minute'],
  'failed-offline': () => ['bad', 'Lost: it was offline'],
};

function meaning(code) {
  return PROBLEMS[code] === undefined ? '' : `, ${PROBLEMS[code]}`;
}

const chosen = () => kinds.find((kind) => kind.checked).value;

for (const kind of kinds) {
  kind.addEventListener('change', () => {
    for (const field of document.querySelectorAll('[data-kind]')) field.hidden = field.dataset.kind !== chosen();
    byId('error').textContent = '';
  });
}

let previewed;
byId('image').addEventListener('change', ({ target }) => {
  if (previewed !== undefined) URL.revokeObjectURL(previewed);
  const file = target.files[0];
  previewed = file && URL.createObjectURL(file);
  byId('preview').hidden = file === undefined;
  if (file !== undefined) byId('preview').src = previewed;
});

/** What is to be sent, or a sentence that says what is missing. */
function content() {
  switch (chosen()) {
    case 'image': {
      const file = byId('image').files[0];
      return file === undefined ? 'Choose a picture first.' : { type: file.type, body: file };
    }
    case 'html':
      return byId('html').value.trim() === ''
        ? 'Write some HTML first.'
        : { type: 'text/html; charset=utf-8', body: byId('html').value };
    default:
      return byId('text').value.trim() === ''
        ? 'Write something first.'
        : { type: 'text/plain; charset=utf-8', body: byId('text').value };
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const message = content();
  if (typeof message === 'string') {
    byId('error').textContent = message;
    return;
  }
  const query = new URLSearchParams({ from: from.value });
  for (const choice of ['wait', 'face']) if (byId(choice).checked) query.set(choice, '1');
  void submit(form, `write/${key}?${query}`, message, () => {
    // Who types on while it is under way keeps that.
    if (byId('text').value === message.body) byId('text').value = '';
  });
});

byId('personality').addEventListener('submit', (event) => {
  event.preventDefault();
  const look = document.querySelector('[name=look]:checked').value;
  void submit(event.target, `personality/${key}`, json({ look, message: byId('hello').value }));
});

byId('quips').addEventListener('submit', (event) => {
  event.preventDefault();
  const quips = [...document.querySelectorAll('.quip')].map(({ value }) => value);
  void submit(event.target, `quips/${key}`, json({ quips }));
});

const json = (value) => ({ type: 'application/json', body: JSON.stringify(value) });

/** Sends what a form holds, and says in it what went wrong. */
async function submit(sending, path, { type, body }, done = () => {}) {
  const error = sending.querySelector('.error');
  const button = sending.querySelector('[type=submit]');
  error.textContent = '';
  button.disabled = true;
  try {
    const headers = { 'Content-Type': type };
    const { status } = await request(`/local-sirius/api/${path}`, { method: 'POST', headers, body });
    if (status === 'failed-offline') error.textContent = OFFLINE;
    else done();
  } catch (thrown) {
    error.textContent = thrown.message;
  } finally {
    button.disabled = false;
  }
  await refresh();
}

const shown = new Map();

/** Changes only what has changed, so that a screen reader hears only that. */
function showMessages(messages) {
  byId('none').hidden = messages.length > 0;
  const list = byId('messages');
  const ids = new Set(messages.map(({ id }) => id));
  for (const [id, { item }] of shown) {
    if (ids.has(id)) continue;
    item.remove();
    shown.delete(id);
  }
  for (const message of [...messages].reverse()) {
    let entry = shown.get(message.id);
    if (entry === undefined) {
      entry = { item: messageItem(message), status: '' };
      shown.set(message.id, entry);
      list.prepend(entry.item);
    }
    const status = `${message.status} ${message.printedAt}`;
    if (entry.status === status) continue;
    entry.status = status;
    entry.item.querySelector('.state').replaceWith(stateLabel(...STATES[message.status](message)));
  }
}

const KINDS = {
  text: 'Text',
  image: 'Picture',
  html: 'HTML',
  set_personality: 'Personality',
  set_personality_with_message: 'Personality with a message',
  set_quip: 'Quips',
};
const HELD = ['set_delivery', 'set_delivery_no_face'];

function messageItem({ id, kind, command, from: sender, size, sentAt, pictures }) {
  const time = new Date(sentAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const what = KINDS[kind] ?? kind;
  const words = [
    sender === '' ? what : `${what} from ${sender}`,
    time,
    size === null ? '' : `${size.height} rows`,
    HELD.includes(command) ? 'for the button' : '',
  ];
  const thumbnail =
    pictures > 0
      ? element(
          'a',
          { href: `/local-sirius/api/messages/${id}.png`, className: 'thumbnail' },
          element('img', {
            src: `/local-sirius/api/messages/${id}.png`,
            alt: `What was sent at ${time}`,
            loading: 'lazy',
          }),
        )
      : element('span', { className: 'thumbnail' });
  const detail = element('span', { className: 'detail', text: words.filter((word) => word !== '').join(' · ') });
  return element('li', {}, thumbnail, element('div', {}, stateLabel('waiting', ''), detail));
}

async function refresh() {
  try {
    const [printers, messages] = await Promise.all([
      request('/local-sirius/api/printers'),
      request(`/local-sirius/api/messages?printer=${encodeURIComponent(key)}`),
    ]);
    const printer = printers.find((candidate) => candidate.key === key);
    if (printer !== undefined) {
      byId('title').textContent = `Write to ${printer.name}`;
      document.title = `Write to ${printer.name} · local-sirius`;
      showOnline(...onlineLabel(printer.status));
    }
    showMessages(messages);
  } catch (thrown) {
    showOnline('bad', thrown.message);
  }
}

function showOnline(state, text) {
  const label = byId('online');
  label.className = `state ${state}`;
  if (label.textContent !== text) label.textContent = text;
}

from.value = localStorage.getItem('local-sirius-from') ?? '';
from.addEventListener('change', () => localStorage.setItem('local-sirius-from', from.value));
everySecond(refresh);
