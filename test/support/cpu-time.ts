/**
 * What `work` takes of the processor, milliseconds: on a busy machine a clock on the wall counts what others do meanwhile.
 * Each test file has a process of its own.
 */
export function cpuTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
