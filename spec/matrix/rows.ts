/** A set of versions that users have, and what must work with it. */
export interface Row {
  readonly name: string;
  /** Whether each run of CI checks it; the others are checked before a release. */
  readonly newest: boolean;
  /** What is installed beside the packed library. */
  readonly packages: Readonly<Record<string, string>>;
  /** The major version of Node that runs the commands; without it, the Node at hand does. */
  readonly node?: string;
  readonly check: 'app' | 'types' | 'angular' | 'nest';
}

/** The Nodes of the matrix, each from the npm package `node`. */
export const nodes: Readonly<Record<string, string>> = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' };

const base = { rxjs: '7.8.2', zod: '4.6.7' };

const app = (name: string, packages: Readonly<Record<string, string>>, node?: string): Row => ({
  name,
  newest: node === '20' || node === '24',
  packages: { ...base, ...packages },
  check: 'app',
  ...(node !== undefined && { node }),
});

const types = (version: string, newest = false): Row => ({
  name: `TypeScript ${version}`,
  newest,
  packages: { ...base, '@types/node': '20.19.43', typescript: version },
  check: 'types',
});

const angular = (version: string, typescript: string): Row => ({
  name: `Angular ${version}`,
  newest: false, // the guide's demo runs with the newest in each run of CI
  packages: {
    ...base,
    '@angular/common': version,
    '@angular/compiler': version,
    '@angular/compiler-cli': version,
    '@angular/core': version,
    typescript,
  },
  // Angular 22 needs it.
  node: '24',
  check: 'angular',
});

const nest = (version: string, newest = false): Row => ({
  name: `Nest ${version}`,
  newest,
  packages: { '@nestjs/common': version, '@nestjs/core': version, '@nestjs/platform-express': version },
  check: 'nest',
});

/** The newest of each is also what the project itself is built with, so that a row for it may be missing. */
export const rows: readonly Row[] = [
  app('Node 20', {}, '20'),
  app('Node 22', {}, '22'),
  app('Node 24', {}, '24'),
  app('rxjs 7.8.0', { rxjs: '7.8.0' }),
  app('zod 4.0.0', { zod: '4.0.0' }),
  types('5.4.5'),
  types('5.9.3'),
  types('6.0.3'),
  types('7.0.2', true),
  angular('20.3.35', '5.9.3'),
  angular('21.2.26', '5.9.3'),
  angular('22.2.6', '6.0.3'),
  nest('11.2.10'),
];
