import { seededRandom } from './seeded-random.ts';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** An id in the API's form (`msg_01…`, `toolu_01…`, `req_01…`) that depends only on its arguments. */
export function wireId(prefix: string, seed: number, count: number): string {
  const random = seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(count + 1, 0x85ebca6b));
  let id = `${prefix}_01`;
  for (let i = 0; i < 22; i += 1) id += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  return id;
}
