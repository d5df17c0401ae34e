/** For the schedule of what is sent and what goes wrong, never for what has to come of it. */
export function sleepMs(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
