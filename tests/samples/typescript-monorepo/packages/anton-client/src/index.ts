export { AntonClient } from './client';
export * from './status';
