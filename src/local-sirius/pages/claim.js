import { byId, cleanCode, element, everySecond, onlineLabel, request, stateLabel } from './common.js';

const CODE_LENGTH = 16;

const form = byId('claim');
const code = byId('code');
const error = byId('code-error');

/** What a person can do about each refusal. */
function explain({ code: reason, message }) {
  const typed = code.value.replace(/[^\p{L}\p{N}]/gu, '');
  switch (reason) {
    case 'claim-code-length':
      return typed === ''
        ? 'Type the 16 letters and digits that the printer shows.'
        : `A claim code has ${CODE_LENGTH} letters and digits; here are ${typed.length}.`;
    case 'claim-code-character':
      return `“${message.split(': ').at(-1)}” is never part of a claim code. Compare it with the one on the printer.`;
    case 'claim-code-checksum':
      return 'Something is mistyped: this code does not add up. Compare it letter by letter, or paste it.';
    case 'two-printers':
      return 'Two printers on this server share this code’s number, so neither can be claimed. Make a new printer, and claim that one.';
    default:
      return message;
  }
}

function showError(text) {
  error.textContent = text;
  code.toggleAttribute('aria-invalid', text !== '');
  if (text !== '') code.focus();
}

function whereabouts({ deviceAddress, status }) {
  if (status === 'online') return 'It is online, so you can write to it at once.';
  return deviceAddress === null
    ? 'It has not been seen here yet. As soon as its page is open, it joins by itself.'
    : 'It is offline. Open its page before you write to it.';
}

function showResult(printer) {
  byId('result-title').textContent = `${printer.name} is claimed`;
  byId('result-note').textContent = whereabouts(printer);
  byId('result-send').href = printer.sendPage;
  byId('url').textContent = printer.printUrl;
  byId('curl').textContent = printer.curl;
  const result = byId('result');
  result.hidden = false;
  result.focus();
  result.scrollIntoView({ block: 'nearest' });
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  showError('');
  try {
    const body = JSON.stringify({ code: cleanCode(code.value), name: byId('name').value, owner: byId('owner').value });
    const headers = { 'Content-Type': 'application/json' };
    showResult(await request('/local-sirius/api/claims', { method: 'POST', headers, body }));
    await listPrinters();
  } catch (thrown) {
    showError(explain(thrown));
  }
});

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const source = byId(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      byId('copied').textContent = 'Copied';
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
        byId('copied').textContent = '';
      }, 2000);
    } catch {
      getSelection().selectAllChildren(source);
    }
  });
}

let listed = '';

async function listPrinters() {
  const printers = await request('/local-sirius/api/printers').catch(() => undefined);
  const json = JSON.stringify(printers);
  if (printers === undefined || json === listed) return;
  listed = json;
  byId('claimed').hidden = printers.length === 0;
  byId('printers').replaceChildren(
    ...printers.map((printer) =>
      element(
        'li',
        {},
        element('a', { href: printer.sendPage, text: printer.name, className: 'name' }),
        element('span', { className: 'detail', text: `of ${printer.owner}` }),
        stateLabel(onlineLabel(printer.status)[0], printer.status === 'online' ? 'Online' : 'Offline'),
      ),
    ),
  );
}

code.value = new URLSearchParams(location.search).get('code') ?? '';
if (code.value !== '') byId('name').focus();
everySecond(listPrinters);
