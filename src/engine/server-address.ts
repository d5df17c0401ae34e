/** What the page needs to check a server address while it is typed. */
export { checkServerAddress } from '../bridge/server-address.ts';
