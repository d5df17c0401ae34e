// Everything that must pass, in one go: check, build, sizes, unit, component and browser tests.
// The last line is always "N passed, N failed"; check, build and sizes count as one each.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MINUTE = 60_000;
/** As it is now: Vite, once it has loaded something here, has set NODE_ENV, and a build made so is another one. */
const environment = { ...process.env };
const windows = process.platform === 'win32';
const scratch = mkdtempSync(join(tmpdir(), 'papertab-test-'));
let passed = 0;
let failed = 0;

/** Runs a command with its output in view; resolves with whether it succeeded in time. */
function run(title, command, args, { minutes, env = {} }) {
  console.log(`\n── ${title}`);
  return new Promise((resolve) => {
    // A group of its own, so that a browser that a stuck test left behind goes with it.
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...environment, ...env },
      shell: windows,
      detached: !windows,
    });
    const timer = setTimeout(() => {
      console.log(`${title}: stopped after ${minutes} minutes.`);
      if (windows) child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    }, minutes * MINUTE);
    child.on('error', (error) => console.log(`${title}: ${error.message}`));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

function count(succeeded) {
  if (succeeded) passed += 1;
  else failed += 1;
  return succeeded;
}

/** Runs Vitest projects and adds up what their report says. */
async function runTests(title, projects, options) {
  const report = join(scratch, `${projects.join('-')}.json`);
  const args = ['vitest', 'run', ...projects.flatMap((project) => ['--project', project])];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const succeeded = await run(title, 'npx', [...args, ...reporters], options);
  let failures = 0;
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    passed += numPassedTests;
    // A file that fails outside its tests has a status, but no failed test to count.
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    );
    failures = numFailedTests + broken.length;
  } catch {
    failures = 1;
  }
  failed += failures === 0 && !succeeded ? 1 : failures;
}

const { module } = await runnerImport(join(ROOT, 'test/browser/find-chromium.ts'));
let browser = true;
try {
  module.requireChromium();
} catch (error) {
  browser = false;
  console.log(error.message);
}

if (!browser) {
  failed += 1;
} else {
  count(await run('check', 'npm', ['run', '--silent', 'check'], { minutes: 4 }));
  // Loading the finder above has set NODE_ENV, and a build made so is not the one that is shipped.
  const production = { NODE_ENV: 'production' };
  const built = count(await run('build', 'npm', ['run', '--silent', 'build'], { minutes: 3, env: production }));
  if (built) count(await run('sizes', 'npm', ['run', '--silent', 'size'], { minutes: 1 }));
  await runTests('unit and component tests', ['unit', 'app'], { minutes: 5 });
  // A minute for all targets together, every time with other inputs: the seed is in the output.
  await runTests('fuzzing', ['fuzz'], { minutes: 5 });
  if (built) await runTests('browser tests', ['browser', 'hidden'], { minutes: 18, env: { PAPERTAB_BUILT: '1' } });
  // A minute of it; what it furnishes before and waits for in the end takes some more.
  if (built) await runTests('soak', ['soak'], { minutes: 4, env: { PAPERTAB_BUILT: '1', SOAK_MINUTES: '1' } });
}

rmSync(scratch, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
console.log(`\n${passed} passed, ${failed} failed`);
