import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesUnder } from '../support/files-under.ts';

const root = resolve(import.meta.dirname, '../..');

interface Manifest {
  readonly license?: string;
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
const manifest = manifestOf('.');
const { dependencies = {}, devDependencies = {}, peerDependencies = {} } = manifest;

/** The packages that the files of a folder import, by their names without a path. */
function packagesIn(folder: string): string[] {
  // A folder with a manifest of its own declares what it imports there.
  const projects = filesUnder(folder, 'package.json').map((file) => dirname(file));
  const isOurs = (file: string) => !projects.some((project) => file.startsWith(`${project}/`));
  const code = filesUnder(folder, '.ts')
    .filter(isOurs)
    .map((file) => readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''));
  const specifiers = code.flatMap((text) => [
    ...text.matchAll(/^(?:import|export|\}).*? ?from '([^'.][^']*)';/gm),
    ...text.matchAll(/\bimport\('([^'.$][^'$]*)'\)/g),
  ]);
  const names = specifiers.map(([, specifier]) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier!)![0]);
  return [...new Set(names)].filter((name) => !name.startsWith('node:')).sort();
}

describe('the dependencies', () => {
  it('of an install are two packages that bring no others', () => {
    expect(Object.keys(dependencies)).toEqual(['eventsource-parser', 'zod']);
    for (const name of Object.keys(dependencies)) {
      const { dependencies: theirs = {}, optionalDependencies = {} } = manifestOf(`node_modules/${name}`);
      expect({ name, theirs: { ...theirs, ...optionalDependencies } }).toEqual({ name, theirs: {} });
    }
  });

  it('run no install scripts', () => {
    for (const name of Object.keys(dependencies)) {
      const { scripts = {} } = manifestOf(`node_modules/${name}`);
      expect(Object.keys(scripts).filter((script) => /^(pre|post)?install$/.test(script))).toEqual([]);
    }
  });

  it('may be used by anyone who may use this package', () => {
    const licences = [...Object.keys(dependencies), 'rxjs'].map((name) => manifestOf(`node_modules/${name}`).license);
    expect(licences.filter((licence) => !/^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0)$/.test(licence ?? ''))).toEqual(
      [],
    );
  });

  it('are the packages that lib/ imports', () => {
    // The user passes a client of Redis, typed by its shape: lib/ imports nothing of it.
    const { '@redis/client': _, ...importedPeers } = peerDependencies;
    expect(packagesIn('lib')).toEqual(Object.keys({ ...dependencies, ...importedPeers }).sort());
  });

  it('of development include all that demos/ and spec/ import', () => {
    const declared = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies, 'anthropic-rxjs': '' });
    const imported = ['demos', 'spec'].flatMap(packagesIn);
    expect(imported.filter((name) => !declared.includes(name))).toEqual([]);
  });

  it('of development are pinned', () => {
    expect(Object.values(devDependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
