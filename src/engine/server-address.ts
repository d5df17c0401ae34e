/** What the page needs to check a server address while it is typed, and before it is used. */
export { checkServerAddress, isLoopback, isPrivateAddress } from '../bridge/server-address.ts';
