import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { PapertabError } from '../../errors.ts';
import { someState } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

const open = { hash: '#/settings' };

describe('the server in the settings', () => {
  it('is checked as it is typed, completed, and used on the user’s word', async () => {
    const { fake, platform } = await mountApp(open);
    const field = await screen.findByRole('textbox', { name: 'Address of the server' });
    const use = screen.getByRole<HTMLButtonElement>('button', { name: 'Use this server' });
    expect(use.disabled).toBe(true);
    fireEvent.input(field, { target: { value: 'not an address' } });
    await waitFor(() => expect(screen.getByText('This is not an address.')).toBeTruthy());
    expect([use.disabled, field.getAttribute('aria-invalid')]).toEqual([true, 'true']);
    fireEvent.input(field, { target: { value: 'ws://sirius.example.org' } });
    await waitFor(() => expect(screen.getByText('The browser forbids this address.')).toBeTruthy());
    fireEvent.input(field, { target: { value: 'sirius.example.org' } });
    await waitFor(() =>
      expect(screen.getByText('Connects to wss://sirius.example.org/api/v1/connection')).toBeTruthy(),
    );
    fireEvent.click(use);
    const address = 'wss://sirius.example.org/api/v1/connection';
    await waitFor(() => expect(fake.argumentsOf('configure')).toEqual([[{ server: address }]]));
    expect(platform.askedFor).toEqual([address]);
    // The button has nothing to do any more: the focus does not get lost with it.
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Server'));
  });

  it('can be one that is known', async () => {
    const { fake } = await mountApp(open);
    fireEvent.click(await screen.findByRole('radio', { name: /The public server/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Use this server' }));
    await waitFor(() =>
      expect(fake.argumentsOf('configure')).toEqual([
        [{ server: 'wss://littleprinter.nordprojects.co/api/v1/connection' }],
      ]),
    );
  });

  it('is only the public one or one’s own where no stand-in can be', async () => {
    await mountApp(open);
    const choice = await screen.findByRole('group', { name: 'Which server this printer belongs to' });
    expect(within(choice).getAllByRole('radio')).toHaveLength(2);
  });
});

describe('a server of the local network, which the browser asks about', () => {
  const near = 'ws://192.168.1.50/api/v1/connection';
  const far = 'wss://littleprinter.nordprojects.co/api/v1/connection';
  const waiting = /^Waiting for the browser’s answer/;
  const use = () => fireEvent.click(screen.getByRole('button', { name: 'Use this server' }));
  const chooseFar = async () => fireEvent.click(await screen.findByRole('radio', { name: /The public server/ }));
  const chooseNear = async () => {
    fireEvent.click(await screen.findByRole('radio', { name: /Another server/ }));
    fireEvent.input(await screen.findByRole('textbox', { name: 'Address of the server' }), { target: { value: near } });
    await screen.findByText(`Connects to ${near}`);
  };

  /** The settings in a browser that asks, and keeps its question open until it is answered. */
  async function mountAsking(): Promise<Mounted & { answer(): void }> {
    const mounted = await mountApp({ ...open, pageUrl: 'http://papertab.example/' });
    const questions: (() => void)[] = [];
    mounted.platform.askForLocalNetwork = async (server) => {
      mounted.platform.askedFor.push(server);
      if (server === near) await new Promise<void>((resolve) => questions.push(resolve));
    };
    return { ...mounted, answer: () => questions.shift()?.() };
  }
  /** Long enough for what would follow an answer. */
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

  it('is used when that is answered, and is asked for once', async () => {
    const { fake, platform, answer } = await mountAsking();
    await chooseNear();
    use();
    expect(await screen.findByText(waiting)).toBeTruthy();
    use();
    expect([platform.askedFor, fake.argumentsOf('configure')]).toEqual([[near], []]);
    answer();
    await waitFor(() => expect(fake.argumentsOf('configure')).toEqual([[{ server: near }]]));
    await waitFor(() => expect(screen.queryByText(waiting)).toBeNull());
  });

  it('is used though the engine begins anew meanwhile, which knows of no server then', async () => {
    const { fake, answer } = await mountAsking();
    await chooseNear();
    use();
    const { settings } = someState();
    fake.say(someState({ phase: 'starting', settings: { ...settings, server: '' } }));
    answer();
    await waitFor(() => expect(fake.argumentsOf('configure')).toEqual([[{ server: near }]]));
  });

  it('does not take the place of one that was used after it', async () => {
    const { fake, answer } = await mountAsking();
    await chooseNear();
    use();
    await chooseFar();
    await waitFor(() => expect(screen.queryByText(waiting)).toBeNull());
    use();
    await waitFor(() => expect(fake.argumentsOf('configure')).toEqual([[{ server: far }]]));
    answer();
    await settle();
    expect(fake.argumentsOf('configure')).toHaveLength(1);
  });

  it('is not used when another one was used after the settings were left and opened again', async () => {
    const { fake, model, answer } = await mountAsking();
    await chooseNear();
    use();
    model.place.value = 'paper';
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Use this server' })).toBeNull());
    model.place.value = 'settings';
    await chooseFar();
    use();
    await waitFor(() => expect(fake.argumentsOf('configure')).toEqual([[{ server: far }]]));
    answer();
    await settle();
    expect(fake.argumentsOf('configure')).toHaveLength(1);
  });

  it('is not used when another tab has changed the server meanwhile', async () => {
    const { fake, answer } = await mountAsking();
    await chooseNear();
    use();
    await screen.findByText(waiting);
    fake.say(someState({ settings: { ...someState().settings, server: far } }));
    answer();
    await waitFor(() => expect(screen.queryByText(waiting)).toBeNull());
    expect(fake.argumentsOf('configure')).toEqual([]);
  });
});

describe('the browser in the settings', () => {
  it('keeps the screen awake when it is told to', async () => {
    const { fake } = await mountApp(open);
    fireEvent.click(await screen.findByRole('switch', { name: /Keep the screen on/ }));
    await waitFor(() => expect(fake.argumentsOf('configure')).toEqual([[{ keepAwake: true }]]));
    fake.say(someState({ settings: { ...someState().settings, keepAwake: true } }));
    await waitFor(() =>
      expect(screen.getByRole('switch', { name: /Keep the screen on/ }).getAttribute('aria-checked')).toBe('true'),
    );
  });

  it('shows how things are when the screen could not be set to stay on', async () => {
    const { fake } = await mountApp(open);
    fake.refusals.set('configure', new PapertabError('storage-failed'));
    const awake = await screen.findByRole<HTMLInputElement>('switch', { name: /Keep the screen on/ });
    fireEvent.click(awake);
    expect(await screen.findByText('The browser’s storage does not work.')).toBeTruthy();
    expect(awake.checked).toBe(false);
  });

  it('is asked to keep what is stored, and its refusal is said', async () => {
    const { platform, model } = await mountApp(open);
    model.persisted.value = false;
    platform.grantPersistence = false;
    fireEvent.click(await screen.findByRole('button', { name: 'Ask the browser to keep them' }));
    expect(await screen.findByText(/The browser said no/)).toBeTruthy();
    platform.grantPersistence = true;
    fireEvent.click(screen.getByRole('button', { name: 'Ask the browser to keep them' }));
    expect(await screen.findByText(/keeps the printer and its prints until you clear them/)).toBeTruthy();
  });

  it('offers its own install prompt where it has one', async () => {
    let shown = 0;
    const { model } = await mountApp(open);
    await screen.findByRole('heading', { name: 'Settings' });
    expect(screen.queryByRole('button', { name: 'Install Papertab' })).toBeNull();
    model.app.value = { offlineReady: true, install: () => shown++ };
    fireEvent.click(await screen.findByRole('button', { name: 'Install Papertab' }));
    expect(shown).toBe(1);
    expect(screen.getByText(/Works offline/)).toBeTruthy();
  });
});
