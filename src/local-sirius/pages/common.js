/** The element with an id. */
export const byId = (id) => document.getElementById(id);

/** Fetches JSON; throws an error with `code` and `message` for an answer that is none of the good ones. */
export async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw Object.assign(new Error('The server does not answer. Is it still running?'), { code: 'unreachable' });
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok && body.status === undefined) {
    const message = body.message ?? `The server answered ${response.status}.`;
    throw Object.assign(new Error(message), { code: body.error ?? 'unknown' });
  }
  return body;
}

/** Makes an element with text, so that nothing of a message is ever read as HTML. */
export function element(name, { className, text, ...properties } = {}, ...children) {
  const made = document.createElement(name);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

/** A word with a mark before it; the mark's shape and colour come from the state. */
export function stateLabel(state, text) {
  return element('span', { className: `state ${state}`, text });
}

/** Says whether a printer is there. */
export function onlineLabel(status) {
  return status === 'online' ? ['good', 'Online'] : ['quiet', 'Offline: open its page, and it is there again'];
}

/** Runs a task now and every second, but not while nobody looks. */
export function everySecond(task) {
  const tick = async () => {
    if (!document.hidden) await task();
    setTimeout(tick, 1000);
  };
  void tick();
}

/** A claim code as the server wants it: without the spaces, dashes of all kinds and invisible characters that people add. */
export function cleanCode(typed) {
  return typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}\u2212_.]/gu, '');
}
