import type { MessageCreateParams } from '../../types/message-create-params.ts';

const PLANETS = [
  { name: 'Mercury', moons: 0 },
  { name: 'Venus', moons: 0 },
  { name: 'Earth', moons: 1 },
  { name: 'Mars', moons: 2 },
  { name: 'Jupiter', moons: 97 },
  { name: 'Saturn', moons: 274 },
  { name: 'Uranus', moons: 28 },
  { name: 'Neptune', moons: 16 },
];

/** The JSON text for a schema of planets; `undefined` for other schemas and without a schema. */
export function scriptedOutput({ output_config: config }: MessageCreateParams): string | undefined {
  const properties = Object(config?.format?.schema['properties']) as object; // any JSON schema
  return 'planets' in properties ? JSON.stringify({ planets: PLANETS }) : undefined;
}
