/** Optional peers. All other packages are part of a bundle, because a process starts slowly with the 400 files of rxjs and zod. */
export const notBundled = ['@*', 'aws4fetch', 'ioredis', 'marked'];
